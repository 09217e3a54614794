from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "waymark.web"
    label = "web"

    def ready(self) -> None:
        """Say where the links in letters lead."""
        from waymark.post.links import register_links  # the apps are there only now

        register_links("approach", "waymark.web.letter_links:answering")
        register_links("reference", "waymark.web.letter_links:giving_a_reference")
        register_links("account", "waymark.web.letter_links:beginning_an_account", to_one_address=True)
        register_links("invitation", "waymark.web.letter_links:joining", to_one_address=True)
