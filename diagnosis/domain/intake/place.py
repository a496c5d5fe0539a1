"""Places by their codes: which city a place lies in, which places lie inside one.

A code of GB/T 2260 has two digits for the province, two for the city and two for the district; a
province's and a city's end in zeros. Dongguan and Zhongshan have no districts: their towns have
statistical codes of nine digits, which begin with the six of the city.
"""

WHOLE_COUNTRY = "000000"
_DIGITS = 6
"""The digits of a code of GB/T 2260."""


def area(code: str) -> str:
    """Return the prefix that the codes of a place and of every place inside it share.

    Examples
    --------
    >>> area("440000"), area("440300"), area("440307"), area("000000"), area("441900100")
    ('44', '4403', '440307', '', '441900100')
    """
    if len(code) != _DIGITS:
        return code
    if code == WHOLE_COUNTRY:
        return ""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def city_of(code: str) -> str | None:
    """Return the code of the city that a place lies in, a city's own for itself.

    None where there is none: for a province, the whole country, and places abroad (`DE`).

    Examples
    --------
    >>> city_of("440307"), city_of("441900119"), city_of("441900")
    ('440300', '441900', '441900')
    >>> city_of("440000"), city_of("DE")
    (None, None)
    """
    if len(code) < _DIGITS or not code.isdigit() or code[2:4] == "00":
        return None
    return f"{code[:4]}00"
