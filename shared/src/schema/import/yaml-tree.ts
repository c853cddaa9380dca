import { parseDocument, type Scalar, visit } from 'yaml'
import { SchemaFault } from './fault.ts'

/** What a schema or an API description in YAML begins with, after comments. */
const BEGINNING =
  /^(?:\s*(?:#[^\n]*)?\n)*(?:%YAML\b|---(?:\s|$)|["']?(?:openapi|swagger|\$schema|\$id|info|title|type|properties)["']?\s*:(?:\s|$))/

/** Whether text looks like a schema in YAML, and not like a sample of anything else. */
export function looksLikeYaml(text: string): boolean {
  return BEGINNING.test(text)
}

/**
 * The value of a YAML 1.2 document. Digits with a zero in front stay text, since codes are written so; aliases are followed at most 100 times.
 * Throws `SchemaFault` with the line of what is wrong.
 */
export function readYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { prettyErrors: false })
    const [error] = document.errors
    if (error) {
      const line = text.slice(0, error.pos[0]).split('\n').length
      throw new SchemaFault(`YAML, dòng ${line}`, {
        vi: `chưa đúng cú pháp (${error.message})`,
        en: `is malformed (${error.message})`,
      })
    }
    visit(document, {
      Scalar(_, node) {
        if (typeof node.value === 'number' && /^[-+]?0\d/.test(node.source ?? '')) asWritten(node)
      },
    })
    return document.toJS({ maxAliasCount: 100 })
  } catch (thrown) {
    if (thrown instanceof SchemaFault) throw thrown
    // A bomb of aliases and nesting without end are the two things that the parser itself gives up on.
    throw new SchemaFault('YAML', {
      vi: 'quá phức tạp (lồng quá sâu, hoặc dùng lại một phần quá nhiều lần)',
      en: 'is too complex (nested too deeply, or a part is used again too often)',
    })
  }
}

function asWritten(node: Scalar): void {
  node.value = node.source
}
