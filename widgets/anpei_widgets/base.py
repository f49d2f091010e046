"""What every widget is: a public spec, one value, a state told by its host. No key is ever in a trait.

Comms are open to anybody who reaches the kernel, so a browser may write ``value`` and nothing else, and each
value is checked against the public spec before it counts.
"""

from __future__ import annotations

from typing import Any, ClassVar

import anywidget
import traitlets

from anpei_widgets.bundles import bundle

MIME = "application/vnd.anpei.widget+json"


class AnpeiWidget(anywidget.AnyWidget):
    """Base of all widgets; a subclass names its ``.js`` and ``.css`` by ``name``."""

    name: ClassVar[str] = ""
    reckons: ClassVar[bool] = False
    """Whether Python reckons while somebody changes something: without a kernel only the first run can be shown."""
    writable: ClassVar[frozenset[str]] = frozenset({"value"})

    spec = traitlets.Dict().tag(sync=True)
    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "name" in cls.__dict__:  # not the class traitlets makes when it adds traits
            cls._esm, cls._css = bundle(cls.name)
        super().__init_subclass__(**kwargs)

    def check(self, value: Any) -> Any:
        """The value as it is kept; raises ValueError with a Chinese message when it doesn't fit the spec."""
        return value

    @traitlets.validate("value")
    def _checked(self, proposal: Any) -> Any:
        try:
            return None if proposal["value"] is None else self.check(proposal["value"])
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what a browser sends: the value only."""
        super().set_state({key: value for key, value in sync_data.items() if key in self.writable})

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The Jupyter view and, beside it, what a page without a kernel needs to show the same widget."""
        answer = super()._repr_mimebundle_(**kwargs)
        if answer is None:
            return None
        data, metadata = answer
        data[MIME] = {"widget": self.name, "spec": self.spec, "reckons": self.reckons}
        data["text/plain"] = f"[{self.name}]"
        return data, metadata
