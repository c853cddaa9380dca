import { lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Addresses that no flow may ever reach: link-local (cloud metadata), unspecified, multicast, broadcast, and what only hides another address. */
const never = new BlockList()
never.addSubnet('169.254.0.0', 16)
never.addSubnet('0.0.0.0', 8)
never.addSubnet('224.0.0.0', 4)
never.addAddress('255.255.255.255')
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
never.addAddress('::', 'ipv6')
never.addAddress('fd00:ec2::254', 'ipv6')
// IPv4 in other clothes: IPv4-compatible, 6to4 and Teredo are out of use; NAT64 leads to the IPv4 address in its last 32 bits.
never.addRange('::2', '::ffff:ffff', 'ipv6')
never.addSubnet('2002::', 16, 'ipv6')
never.addSubnet('2001::', 32, 'ipv6')
never.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
never.addSubnet('64:ff9b::', 104, 'ipv6')
never.addSubnet('64:ff9b::7f00:0', 104, 'ipv6')
never.addSubnet('64:ff9b::e000:0', 100, 'ipv6')
never.addAddress('64:ff9b::ffff:ffff', 'ipv6')

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether a flow may open a connection to an address; the reason when not. */
export interface EgressPolicy {
  /** Checks a URL before it is called: scheme, host on the connection's list, our own listeners. */
  refuse(url: URL, hosts: readonly string[]): string | undefined
  /** The same for a protocol of its own: host on the connection's list, our own listeners. `host` is a name or an address without brackets. */
  refuseHost(host: string, port: number, hosts: readonly string[]): string | undefined
  /** A DNS lookup that resolves once, checks every answer, and pins the connection to what it checked. */
  readonly lookup: LookupFunction
}

/** `own` lists our own listeners as `host:port`; a flow that could call them could drive the system itself. */
export function createEgressPolicy(own: readonly string[]): EgressPolicy {
  const ownPorts = new Set(own.map((it) => it.slice(it.lastIndexOf(':') + 1)))
  // A listener on 0.0.0.0 answers at every address of this machine.
  const here = new Set(Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []))

  function refuse(url: URL, hosts: readonly string[]): string | undefined {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'scheme'
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
    return refuseAt(url.hostname, port, hosts)
  }

  /** `hostname` has an IPv6 address in brackets. */
  function refuseAt(hostname: string, port: string, hosts: readonly string[]): string | undefined {
    if (!hosts.includes(`${hostname}:${port}`)) return 'not listed'
    const literal = hostname.replace(/^\[|\]$/g, '')
    const kind = isIP(literal)
    if (kind !== 0 && inList(never, literal)) return 'address'
    const local = literal === 'localhost' || here.has(literal) || (kind !== 0 && inList(loopback, literal))
    if (own.includes(`${hostname}:${port}`) || (ownPorts.has(port) && local)) return 'own listener'
    return undefined
  }

  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      // A name that only pretends to be public must not lead to this machine; `localhost` says what it is.
      const bad = found.find(
        ({ address }) => inList(never, address) || (hostname !== 'localhost' && inList(loopback, address)),
      )
      if (bad)
        return callback(Object.assign(new Error(`${hostname} leads to ${bad.address}`), { code: 'EGRESS' }), '', 0)
      const first = found[0]
      if (options.all) return callback(null, found)
      return first
        ? callback(null, first.address, first.family)
        : callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
    })
  }
  return {
    refuse,
    refuseHost: (host, port, hosts) => refuseAt(host.includes(':') ? `[${host}]` : host, String(port), hosts),
    lookup,
  }
}

/** IPv4 addresses hidden in IPv6 (`::ffff:a.b.c.d`) count as what they are. */
function inList(list: BlockList, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}
