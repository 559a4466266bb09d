"""Which computers may be asked: public ones alone, so that no address in a list or a redirect leads into a network at
home, and no name that suddenly means another computer does.
"""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

# The part of the address space from which public addresses are given out (RFC 4291, 2.4) …
_PUBLIC_IPV6 = IPv6Network("2000::/3")
# … but for what stands in it and leads elsewhere
_NOT_PUBLIC = tuple(
    ip_network(each)
    for each in (
        "2001::/23",  # protocol assignments, Teredo among them: an IPv4 address inside
        "2002::/16",  # 6to4: an IPv4 address inside
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's own service to the machines in it, at an address that looks public
    )
)


def is_public(text: str) -> bool:
    """Is this the number of a computer on the public internet?

    Private, local, shared, multicast and reserved numbers are not, nor those that hold another one (IPv4-mapped, NAT64,
    6to4, Teredo): where these lead nobody can tell.

    >>> is_public("203.0.114.7"), is_public("10.0.0.7"), is_public("::ffff:8.8.8.8")
    (True, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if isinstance(address, IPv6Address) and (address.scope_id or address not in _PUBLIC_IPV6):
        return False
    # A number of one kind is in no range of the other.
    return not any(address in network for network in _NOT_PUBLIC)
