"""Hides personal data in a text: names of persons, their telephones, identity papers, accounts and addresses.

    mask_text("消费者王建国(电话13812345678)反映")  ->  "消费者王**(电话138****5678)反映"

Masking keeps the length, code point by code point, so that every offset stays valid; masking twice changes nothing. See
docs/privacy.md for what is found and what is not.
"""

from __future__ import annotations

from factextract.text.masking.hiding import MASK, Personal, find_personal, hide, mask_text

__all__ = ["MASK", "Personal", "find_personal", "hide", "mask_text"]
