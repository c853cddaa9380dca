import type { SoapService } from '#shared/schema/import/soap-service.ts'
import { escapeXml, writeXmlTree } from '#shared/schema/import/write-xml-tree.ts'
import { readWsdl, WSDL } from '#shared/schema/import/wsdl.ts'
import type { XmlElement } from '#shared/schema/import/xml-tree.ts'

const SOAP_BINDING = /^http:\/\/schemas\.xmlsoap\.org\/wsdl\/soap(?:12)?\/$/

/**
 * The WSDL of a service with an address in every SOAP port in place of the one that it was written with. One that binds operations but names
 * no service gets a port for each binding, since clients look for nothing else.
 */
export function wsdlAt({ text }: SoapService, address: string): string {
  const tree = readWsdl(text)
  const named = tree.children.some((it) => isWsdl(it, 'service'))
  const children = tree.children.map((it) => (isWsdl(it, 'service') ? served(it, address) : writeXmlTree(it)))
  if (!named) children.push(newService(tree, address))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXmlTree(tree, { children })}`
}

function served(service: XmlElement, address: string): string {
  const children = service.children.map((port) =>
    isWsdl(port, 'port') ? writeXmlTree(port, { children: port.children.map(addressed(address)) }) : writeXmlTree(port),
  )
  return writeXmlTree(service, { children })
}

function addressed(location: string): (element: XmlElement) => string {
  return (it) => {
    const isAddress = it.name === 'address' && SOAP_BINDING.test(it.namespace)
    return writeXmlTree(it, isAddress ? { attributes: { location } } : {})
  }
}

function newService(tree: XmlElement, address: string): string {
  const { name = 'DichVu', targetNamespace = '' } = tree.attributes
  const ports = tree.children.flatMap((binding) => {
    const soap = binding.children.find((it) => it.name === 'binding' && SOAP_BINDING.test(it.namespace))
    if (!isWsdl(binding, 'binding') || !soap) return []
    const own = escapeXml(binding.attributes.name ?? '')
    const at = `<s:address xmlns:s="${soap.namespace}" location="${escapeXml(address)}"/>`
    return [`<w:port name="${own}" binding="t:${own}">${at}</w:port>`]
  })
  const names = `xmlns:w="${WSDL}" xmlns:t="${escapeXml(targetNamespace)}"`
  return `<w:service ${names} name="${escapeXml(name)}">${ports.join('')}</w:service>`
}

function isWsdl(element: XmlElement, name: string): boolean {
  return element.namespace === WSDL && element.name === name
}
