import type { SameKeys } from '../same-keys.ts'
import type { schemas as vi } from '../vi/schemas.ts'

/** Taking over a structure from a sample or a schema. */
export const schemas: SameKeys<typeof vi> = {
  label: 'Sample or schema',
  help: 'Paste or choose a file: JSON, XML, CSV with headings; JSON Schema, OpenAPI 3, Swagger 2.0 (JSON or YAML), XSD, WSDL 1.1. Nothing is fetched from the network.',
  file: 'Choose a file',
  found: 'Recognised: {{kind}}',
  kinds: {
    json: 'JSON sample',
    xml: 'XML sample',
    csv: 'CSV sample',
    'json-schema': 'JSON Schema',
    openapi: 'OpenAPI',
    xsd: 'XML schema (XSD)',
    wsdl: 'SOAP service (WSDL)',
  },
  part: 'Which part',
  preview: 'The fields that there will be',
  noFields: 'This part says nothing about fields.',
  notes: '{{count}} places were simplified',
  declare: {
    action: 'Declare from a sample or schema…',
    title: 'Declare what node "{{node}}" gives',
    accept: 'Declare {{count}} fields',
    withoutPrefixes:
      'This node will read names without prefix (ns1:HoSo becomes HoSo) and repeatable elements always as lists, so that real data matches the declaration.',
  },
}
