"""Signing out. The addresses of signing in are social-auth's."""

from django.urls import path

from website.sign_in.views import sign_out, sign_out_elsewhere, sign_out_everywhere

urlpatterns = [
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-out/elsewhere/", sign_out_elsewhere, name="sign-out-elsewhere"),
    path("sign-out/everywhere/", sign_out_everywhere, name="sign-out-everywhere"),
]
