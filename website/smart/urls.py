"""Smart sheets, below smart/."""

from django.urls import path

from website.smart.views import (
    optional_tab,
    optional_tab_remove,
    smart_again,
    smart_conditions,
    smart_edit,
    smart_find,
    smart_list,
    smart_new,
    smart_preview,
    smart_remove,
    smart_why,
)

urlpatterns = [
    path("", smart_list, name="smart"),
    path("new/", smart_new, name="smart-new"),
    path("preview/", smart_preview, name="smart-preview"),
    path("conditions/", smart_conditions, name="smart-conditions"),
    path("by-month/<slug:kind>/", optional_tab, name="optional-tab"),
    path("by-month/<slug:kind>/remove/", optional_tab_remove, name="optional-tab-remove"),
    path("<int:pk>/", smart_edit, name="smart-edit"),
    path("<int:pk>/remove/", smart_remove, name="smart-remove"),
    path("<int:pk>/again/", smart_again, name="smart-again"),
    path("<int:pk>/why/", smart_find, name="smart-find"),
    path("<int:pk>/why/<int:saved>/", smart_why, name="smart-why"),
]
