"""Recomputes tests of drift with SciPy. Reads one JSON line a case, with our result; fails at the first difference."""

import json
import sys

from scipy import stats


def close(ours, theirs, what, tolerance=1e-9):
    if abs(ours - theirs) > tolerance * max(1.0, abs(theirs)):
        sys.exit(f"{what}: ours {ours}, SciPy {theirs}")


for line in sys.stdin:
    case = json.loads(line)
    if case["what"] == "kolmogorov-smirnov":
        found = stats.ks_2samp(case["a"], case["b"], method="exact")
        close(case["difference"], found.statistic, "KS distance")
        close(case["p"], found.pvalue, "KS p")
    elif case["what"] == "limit":
        found = stats.ks_2samp(case["a"], case["b"], method="asymp")
        close(case["difference"], found.statistic, "KS distance")
        close(case["p"], found.pvalue, "KS p, many values", 0.02)
    elif case["what"] == "fisher":
        close(case["p"], stats.fisher_exact(case["table"]).pvalue, "Fisher p")
    else:
        sys.exit(f"unknown case {case['what']}")
