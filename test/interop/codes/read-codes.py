"""Looks codes up in pydicom's dictionaries of PS3.16: one JSON line with the meanings that they have there, for each line [scheme, value]."""

import json
import sys

from pydicom.sr._concepts_dict import concepts

meanings = {}
for scheme, keywords in concepts.items():
    for codes in keywords.values():
        for value, (meaning, _groups) in codes.items():
            meanings.setdefault((scheme, value), []).append(meaning)

for line in sys.stdin:
    print(json.dumps(meanings.get(tuple(json.loads(line)), [])))
