"""Recomputes Mahalanobis distances with scikit-learn's PCA. Reads one JSON line a case, with our result."""

import json
import sys

import numpy as np
from sklearn.decomposition import PCA

for line in sys.stdin:
    case = json.loads(line)
    vectors, queries = np.array(case["vectors"]), np.array(case["queries"])
    n, features = vectors.shape
    pca = PCA(n_components=case["directions"], svd_solver="full").fit(vectors)
    # scikit-learn divides by n - 1, and we by n
    precision = pca.get_precision() * n / (n - 1)
    centred = queries - vectors.mean(axis=0)
    theirs = np.sqrt(np.einsum("ij,jk,ik->i", centred, precision, centred) / features)
    worst = np.max(np.abs(theirs - np.array(case["distances"])) / theirs)
    if worst > 1e-4:
        sys.exit(f"distances: ours {case['distances']}, scikit-learn {theirs.tolist()}")
