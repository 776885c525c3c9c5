"""The names that exports, interfaces and front matter give the fields of an article."""

from __future__ import annotations

# The first name of a list that has a value wins. "created_at", "timestamp", "crawled" and the like
# are left out: in an export they are the time of the scrape.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "article_body", "maintext", "body", "full_text", "content", "article_text",
        "article", "content_text", "body_text", "text_content", "raw_text", "cleaned_text",
        "content_html", "body_html", "body_xhtml", "html_content", "content_rendered", "html",
        "story", "story_text", "main_text", "plain_text", "content_value", "body_value",
        "selection", "highlight",
    ),
    "summary": (
        "lead_paragraph", "description", "summary", "abstract", "abstract_note", "lead", "snippet",
        "excerpt", "custom_excerpt", "trail_text", "dek", "standfirst", "description_text",
        "description_caption", "descriptions", "caption",
    ),
    "title": (
        "headline", "headline_main", "headlines", "title", "og_title", "article_title",
        "readable_title", "web_title", "book_title", "name", "heading", "dc_title",
    ),
    "url": (
        "canonical_url", "canonical", "original_article_url", "url", "link", "web_url",
        "article_url", "source_url", "story_url", "news_link", "resolved_url", "given_url",
        "og_url", "permalink", "external_url", "href", "uri", "main_entity_of_page", "id", "guid",
    ),
    "published": (
        "date_published", "published_at", "published", "publication_date", "publish_date",
        "date_publish", "article_published_time", "published_time", "published_date", "pub_date",
        "published_on", "first_published", "first_publication_date", "web_publication_date",
        "first_created", "content_created", "date_time_pub", "date_gmt", "date_time",
        "version_created", "date_created", "issued", "dcterms_issued", "dc_date",
        "parsely_pub_date", "sailthru_date", "date", "publication_year", "year",
    ),
    "updated": (
        "date_modified", "updated_at", "updated", "modified_gmt", "modified", "modified_at",
        "version_created", "last_modified",
        "article_modified_time", "modified_time", "og_updated_time", "last_updated", "date_modify",
        "date_updated", "updated_date", "dcterms_modified",
    ),
    "author": (
        "authors", "author", "author_name", "author_names", "byline", "by", "creator", "creators",
        "primary_author", "published_by", "dc_creator", "article_author", "book_author", "writer",
        "parsely_author", "sailthru_author", "contributors",
    ),
    "publisher": (
        "publication_title", "container_title", "publication_name", "pubtitle", "publisher",
        "og_site_name", "publication", "site_name", "sitename", "site_title", "outlet",
        "news_outlet", "newspaper", "source_name", "source", "provider", "source_domain", "domain",
        "site", "hostname", "news_site", "publisher_name", "media_name", "article_publisher",
        "source_title", "newspaper_name", "domain_name", "source_id", "info_source",
        "info_sources", "copyright_holder",
    ),
    "language": (
        "language", "lang", "in_language", "locale", "og_locale", "language_code", "langid",
    ),
}  # fmt: skip
