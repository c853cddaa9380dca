import { permanent } from '#shared/errors/flow-error.ts'
import { isZip, unpackZip, ZipFault, type ZipFile, type ZipLimits } from './zip.ts'

/** How archives inside an archive are treated: levels that are opened, 0 for none. */
export interface UnpackForm {
  readonly limits: ZipLimits
  readonly depth: number
  readonly nameOf: (name: Buffer, utf8: boolean) => string
}

/**
 * The files of an archive and, as deep as is allowed, of those in it (under the name of the inner archive). One budget holds for all
 * levels. An archive deeper than that stays a file. Throws `archive.refused`.
 */
export function unpackDeep(bytes: Buffer, { limits, depth, nameOf }: UnpackForm): readonly ZipFile[] {
  const left = { files: limits.files, bytes: limits.bytes }
  const open = (archive: Buffer, level: number, before: string): readonly ZipFile[] => {
    const files = unpackZip(archive, left, nameOf)
    left.files -= files.length
    left.bytes -= files.reduce((sum, { content }) => sum + content.length, 0)
    return files.flatMap(({ name, content }) =>
      level < depth && /\.zip$/i.test(name) && isZip(content)
        ? open(content, level + 1, `${before}${name}/`)
        : [{ name: `${before}${name}`, content }],
    )
  }
  return refusing(() => open(bytes, 0, ''))
}

/** Gives the reason of an archive that is refused as `archive.refused`. */
export function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof ZipFault) throw permanent('archive.refused', { reason: thrown.reason })
    throw thrown
  }
}
