"""A person's webhooks."""

from django.urls import path

from website.webhooks.views import delete_webhook, switch_webhook, test_webhook, webhook, webhooks

urlpatterns = [
    path("settings/webhooks/", webhooks, name="webhooks"),
    path("settings/webhooks/<int:webhook_id>/", webhook, name="webhook"),
    path("settings/webhooks/<int:webhook_id>/test/", test_webhook, name="test-webhook"),
    path("settings/webhooks/<int:webhook_id>/switch/", switch_webhook, name="switch-webhook"),
    path("settings/webhooks/<int:webhook_id>/delete/", delete_webhook, name="delete-webhook"),
]
