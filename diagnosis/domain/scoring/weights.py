"""What each sub-domain weighs when only some of them count: a tree of shares, redistributed.

The weight of what is absent goes to its present siblings, level by level of the tree. The rule
is written here twice, for arrays of firms and for one firm in plain Python: for one firm numpy
takes a quarter longer, and the one-sheet scorer is made to be fast. A law holds the two together
to 1e-12; they associate their products differently and so differ in the last binary digit.
"""

from collections.abc import Sequence

import numpy as np

from diagnosis.domain.scoring.encode import Bools, Floats, Ints


class WeightTree:
    """The compiled tree of elements, domains and sub-domains; K = production types.

    Parameters
    ----------
    subdomains, domains, elements
        Shares inside the parent (K, parts), 0–1, sum 1 inside each parent; 0 = not judged.
    domain_of, element_of
        The place of each sub-domain's domain, and of each domain's element.

    Attributes
    ----------
    whole
        Shares of the whole (K, sub-domains) when every sub-domain counts.

    """

    def __init__(
        self,
        *,
        subdomains: Floats,
        domains: Floats,
        elements: Floats,
        domain_of: Ints,
        element_of: Ints,
    ) -> None:
        self._sub, self._domain, self._element = subdomains, domains, elements
        self._domain_of, self._element_of = domain_of, element_of
        self._to_domain = np.eye(domains.shape[1])[domain_of]
        self._to_element = np.eye(elements.shape[1])[element_of]
        self.whole: Floats = (
            subdomains * domains[:, domain_of] * elements[:, element_of[domain_of]]
        )
        self._shares = [
            (sub.tolist(), domain.tolist(), element.tolist())
            for sub, domain, element in zip(subdomains, domains, elements, strict=True)
        ]
        self._domain_places: list[int] = domain_of.tolist()
        self._element_places: list[int] = element_of.tolist()

    def weights(self, present: Bools, kind: Ints) -> Floats:
        """Return (n, sub-domains) shares of the whole of n firms, sum 1, or 0 where none counts.

        `present` (n, sub-domains) says what counts, `kind` (n,) is the place of the firm's
        production type.
        """
        sub = present * self._sub[kind]
        in_domain = sub @ self._to_domain
        domain = (in_domain > 0) * self._domain[kind]
        in_element = domain @ self._to_element
        element = (in_element > 0) * self._element[kind]
        total = element.sum(axis=1, keepdims=True)
        domain = domain / np.where(in_domain > 0, in_domain, 1.0)
        element = element / np.where(in_element > 0, in_element, 1.0) / np.maximum(total, 1e-300)
        scale = domain * element[:, self._element_of]
        weights: Floats = sub * scale[:, self._domain_of]
        return weights

    def weights_of_sheet(self, present: Sequence[float], kind: int) -> Floats:
        """Return (sub-domains,): `weights` of one firm; what is 0 in `present` does not count."""
        shares, domain, element = self._shares[kind]
        sub = [share if counts else 0.0 for share, counts in zip(shares, present, strict=True)]
        in_domain = [0.0] * len(domain)
        for place, share in zip(self._domain_places, sub, strict=True):
            in_domain[place] += share
        in_element = [0.0] * len(element)
        for place, share, inside in zip(self._element_places, domain, in_domain, strict=True):
            in_element[place] += share if inside else 0.0
        total = sum([s for s, inside in zip(element, in_element, strict=True) if inside])
        scale = [
            share / inside * element[place] / in_element[place] / total if inside else 0.0
            for place, share, inside in zip(self._element_places, domain, in_domain, strict=True)
        ]
        places = zip(sub, self._domain_places, strict=True)
        return np.array([share * scale[place] for share, place in places])
