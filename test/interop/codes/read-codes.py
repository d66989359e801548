"""Looks codes up in pydicom's dictionaries of PS3.16: for each line [scheme, value] one with the meanings and context groups that they have there."""

import json
import sys

from pydicom.sr._concepts_dict import concepts

meanings = {}
for scheme, keywords in concepts.items():
    for codes in keywords.values():
        for value, (meaning, groups) in codes.items():
            known = meanings.setdefault((scheme, value), {"meanings": [], "groups": []})
            known["meanings"].append(meaning)
            known["groups"].extend(groups)

for line in sys.stdin:
    print(json.dumps(meanings.get(tuple(json.loads(line)))))
