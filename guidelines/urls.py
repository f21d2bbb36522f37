"""Pages of schemas and guidelines."""

from django.urls import URLPattern, path

from guidelines.views import cases, examples, guidelines, labelled, readers, schemas

app_name = "guidelines"
SCHEMA = "projects/<int:project_pk>/schema"
GUIDELINE = "projects/<int:project_pk>/guideline"

urlpatterns: list[URLPattern] = [
    path(f"{SCHEMA}/", schemas.schema_page, name="schema_page"),
    path(f"{SCHEMA}/versions/<int:number>/", schemas.schema_version_page, name="schema_version_page"),
    path(f"{SCHEMA}/draft/", schemas.schema_draft_page, name="schema_draft_page"),
    path(f"{SCHEMA}/draft/save/", schemas.save_schema_draft, name="save_schema_draft"),
    path(f"{SCHEMA}/templates/", schemas.schema_templates, name="schema_templates"),
    path(f"{SCHEMA}/label-studio/", schemas.import_label_studio, name="import_label_studio"),
    path(f"{SCHEMA}/draft/preview/", schemas.preview_schema, name="preview_schema"),
    path(f"{SCHEMA}/draft/publish/", schemas.publish_schema, name="publish_schema"),
    path(f"{SCHEMA}/versions/new/", schemas.new_schema_version, name="new_schema_version"),
    path("projects/<int:project_pk>/items/labelled/", labelled.import_labels, name="import_labels"),
    path("projects/<int:project_pk>/items/labels/", labelled.preview_labels, name="preview_labels"),
    path("label-imports/<int:pk>/", labelled.label_import_page, name="label_import_page"),
    path("label-imports/<int:pk>/add/", labelled.add_labels, name="add_labels"),
    path("label-imports/<int:pk>/cancel/", labelled.cancel_labels, name="cancel_labels"),
    path("label-imports/<int:pk>/refused/", labelled.refused_labels, name="refused_labels"),
    path(f"{GUIDELINE}/", guidelines.guideline_page, name="guideline_page"),
    path(
        f"{GUIDELINE}/versions/<int:number>/",
        guidelines.guideline_version_page,
        name="guideline_version_page",
    ),
    path(
        f"{GUIDELINE}/versions/<int:number>/changes/", guidelines.guideline_changes, name="guideline_changes"
    ),
    path(f"{GUIDELINE}/cases/", cases.edge_case_list, name="edge_case_list"),
    path(f"{GUIDELINE}/cases/add/", cases.add_edge_case, name="add_edge_case"),
    path(f"{GUIDELINE}/examples/", examples.example_page, name="example_page"),
    path(f"{GUIDELINE}/examples/pick/", examples.pick_example, name="pick_example"),
    path(f"{GUIDELINE}/examples/remove/", examples.remove_example, name="remove_example"),
    path(f"{GUIDELINE}/read/", readers.guideline_reading, name="guideline_reading"),
    path(f"{GUIDELINE}/acknowledge/", readers.acknowledge, name="acknowledge"),
    path(
        f"{GUIDELINE}/versions/<int:number>/document.html",
        readers.guideline_document,
        name="guideline_document",
    ),
    path(f"{GUIDELINE}/versions/<int:number>/document.pdf", readers.guideline_pdf, name="guideline_pdf"),
    path(f"{GUIDELINE}/draft/", guidelines.guideline_draft_page, name="guideline_draft_page"),
    path(f"{GUIDELINE}/draft/save/", guidelines.save_guideline_draft, name="save_guideline_draft"),
    path(f"{GUIDELINE}/draft/publish/", guidelines.publish_guideline, name="publish_guideline"),
    path(f"{GUIDELINE}/versions/new/", guidelines.new_guideline_version, name="new_guideline_version"),
]
