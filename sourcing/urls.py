"""Pages of raw data and items."""

from django.urls import path

from sourcing.views import imports, items, recipes, sources

app_name = "sourcing"
urlpatterns = [
    path("projects/<int:project_pk>/items/", items.item_list, name="item_list"),
    path("projects/<int:project_pk>/items/upload/", imports.upload, name="upload"),
    path("projects/<int:project_pk>/items/sample/", imports.sample_file, name="sample_file"),
    path("projects/<int:project_pk>/recipe/", recipes.recipe_page, name="recipe_page"),
    path("projects/<int:project_pk>/recipe/draft/", recipes.recipe_draft_page, name="recipe_draft_page"),
    path("projects/<int:project_pk>/recipe/save/", recipes.save_recipe_draft, name="save_recipe_draft"),
    path("projects/<int:project_pk>/recipe/preview/", recipes.preview_recipe_page, name="preview_recipe"),
    path("projects/<int:project_pk>/recipe/publish/", recipes.publish_recipe, name="publish_recipe"),
    path("projects/<int:project_pk>/recipe/run/", recipes.start_recipe_run, name="start_recipe_run"),
    path("recipe-runs/<int:pk>/", recipes.recipe_run_page, name="recipe_run_page"),
    path("recipe-runs/<int:pk>/cancel/", recipes.cancel_recipe_run, name="cancel_recipe_run"),
    path("recipe-runs/<int:pk>/decisions/", recipes.decision_list, name="decision_list"),
    path("decisions/<int:pk>/restore/", recipes.restore_item, name="restore_item"),
    path("items/<int:pk>/unmask/", recipes.unmask_item, name="unmask_item"),
    path("projects/<int:project_pk>/sources/", sources.source_list, name="source_list"),
    path("projects/<int:project_pk>/sources/new/", sources.add_source, name="add_source"),
    path("sources/<int:pk>/", sources.source_page, name="source_page"),
    path("sources/<int:pk>/edit/", sources.change_source, name="change_source"),
    path("sources/<int:pk>/review/", sources.review_source, name="review_source"),
    path("sources/<int:pk>/assess/", sources.assess_source, name="assess_source"),
    path("sources/<int:pk>/diversity/", sources.source_diversity, name="source_diversity"),
    path("files/<int:pk>/download/", sources.download_file, name="download_file"),
    path("files/<int:pk>/", imports.preview_page, name="preview_page"),
    path("files/<int:pk>/import/", imports.start_import, name="start_import"),
    path("imports/<int:pk>/", imports.import_page, name="import_page"),
    path("imports/<int:pk>/cancel/", imports.cancel_import, name="cancel_import"),
    path("imports/<int:pk>/refused/", imports.refused_rows, name="refused_rows"),
    path("items/<int:pk>/", items.item_page, name="item_page"),
]
