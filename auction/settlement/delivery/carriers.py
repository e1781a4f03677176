"""Who carries parcels, and where each shows how far one has come. Pure data.

A template without `{number}` leads to the page where one types it. A seller never gives a link of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

OTHER: Final = "other"
_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{3,39}")


@dataclass(frozen=True, slots=True)
class Carrier:
    key: str
    name: str
    template: str = ""

    def link(self, number: str) -> str:
        """Where to follow a parcel; empty where nobody knows."""
        return self.template.replace("{number}", quote(number, safe="")) if number else ""


CARRIERS: Final[Mapping[str, Carrier]] = {
    one.key: one
    for one in (
        Carrier("aramex", "Aramex", "https://www.aramex.com/track/results?ShipmentNumber={number}"),
        Carrier("dhl", "DHL", "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}"),
        Carrier("ups", "UPS", "https://www.ups.com/track?tracknum={number}"),
        Carrier("fedex", "FedEx", "https://www.fedex.com/fedextrack/?trknbr={number}"),
        Carrier("usps", "USPS", "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}"),
        Carrier("royal_mail", "Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/{number}"),
        Carrier("emirates_post", "Emirates Post", "https://www.emiratespost.ae/all-services/track-a-package"),
        Carrier("smsa", "SMSA Express", "https://www.smsaexpress.com/trackingdetails?tracknumbers={number}"),
        Carrier("saudi_post", "SPL Saudi Post", "https://splonline.com.sa/en/track-and-trace/?trackingNumber={number}"),
        Carrier("egypt_post", "Egypt Post", "https://egyptpost.gov.eg/ar-eg/home/eservices/track-and-trace/"),
        Carrier("dpd", "DPD", "https://tracking.dpd.de/status/en_US/parcel/{number}"),
        Carrier(OTHER, ""),
    )
}


def tidy_number(typed: str) -> str | None:
    """A tracking number as carriers print it; "" where none was typed, None where it is none."""
    folded = "".join(str(unicodedata.decimal(letter, letter)) for letter in typed if not letter.isspace()).upper()
    if not folded:
        return ""
    return folded if _NUMBER.fullmatch(folded) else None
