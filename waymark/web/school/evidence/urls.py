"""The addresses under /schools/<slug>/evidence/."""

from django.urls import path

from waymark.web.school.evidence import document, documents, keeping, listing, mapping, showing, standards

urlpatterns = [
    path("", listing.evidence, name="evidence"),
    path("new/", keeping.new_attachment, name="new_attachment"),
    path("documents/", documents.documents, name="documents"),
    path("documents/names/", documents.names_in_document, name="names_in_document"),
    path("documents/<slug:public_id>/", document.document, name="document"),
    path("documents/<slug:public_id>/<path:name>", document.document_file, name="document_file"),
    path("standards/", standards.standards, name="standards"),
    path("standards/new/", standards.new_standard, name="new_standard"),
    path("standards/<slug:public_id>/", standards.standard, name="standard"),
    path("standards/<slug:public_id>/<int:place>/", mapping.criterion, name="criterion"),
    path("<slug:public_id>/", showing.attachment, name="attachment"),
    path("<slug:public_id>/download/", showing.attachment_file, name="attachment_file"),
    path("<slug:public_id>/change/", keeping.change_kept, name="change_kept"),
    path("<slug:public_id>/replace/", keeping.replace_attachment, name="replace_attachment"),
    path("<slug:public_id>/retire/", keeping.retire_kept, name="retire_kept"),
]
