"""What is kept about a person."""

from django.urls import path

from website.privacy.views import privacy

urlpatterns = [path("privacy/", privacy, name="privacy")]
