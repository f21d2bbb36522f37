"""Pages of raw data and items."""

from django.urls import path

from sourcing.views import imports, items

app_name = "sourcing"
urlpatterns = [
    path("projects/<int:project_pk>/items/", items.item_list, name="item_list"),
    path("projects/<int:project_pk>/items/upload/", imports.upload, name="upload"),
    path("projects/<int:project_pk>/items/sample/", imports.sample_file, name="sample_file"),
    path("files/<int:pk>/", imports.preview_page, name="preview_page"),
    path("files/<int:pk>/import/", imports.start_import, name="start_import"),
    path("imports/<int:pk>/", imports.import_page, name="import_page"),
    path("imports/<int:pk>/cancel/", imports.cancel_import, name="cancel_import"),
    path("imports/<int:pk>/refused/", imports.refused_rows, name="refused_rows"),
    path("items/<int:pk>/", items.item_page, name="item_page"),
]
