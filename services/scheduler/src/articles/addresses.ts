import ipaddr from 'ipaddr.js'

/** All addresses of the open internet in IPv6 are in here, and nothing that leads to IPv4 or into this network. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address is of the open internet: not private, loopback, link-local, of a provider's metadata, multicast,
 * reserved, nor IPv4 in the clothes of IPv6 (mapped, 6to4, Teredo, NAT64). What is not known to be public is not.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(GLOBAL_IPV6)
}
