/** Largest frame between worker and sandbox, in bytes; a larger one means that the other side is broken. */
export const MAX_FRAME = 64 * 1024 * 1024

/** Lengths in front of each frame: of all that follows them, and of the head. */
const LENGTHS = 8

/** A frame: two lengths of four bytes (big endian), a head as JSON, and a text beside it, which is not wrapped in JSON once more; both in UTF-8. */
export function encodeFrame(head: unknown, text: string): Buffer {
  const json = JSON.stringify(head)
  const headLength = Buffer.byteLength(json)
  const length = headLength + Buffer.byteLength(text)
  const frame = Buffer.allocUnsafe(LENGTHS + length)
  frame.writeUInt32BE(length, 0)
  frame.writeUInt32BE(headLength, 4)
  frame.write(json, LENGTHS)
  frame.write(text, LENGTHS + headLength)
  return frame
}

/**
 * Cuts a byte stream into frames; what came in one chunk is handed over before the reader returns. `broken` is called once for a frame that is
 * too large, whose head is not JSON, or that `onFrame` throws for; nothing is read after it.
 */
export function frameReader(
  onFrame: (head: unknown, text: string) => void,
  broken: (why: string) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let size = 0
  let wanted = LENGTHS
  let dead = false

  /** Takes whole frames off the front and gives what is left of the last one. */
  function take(bytes: Buffer): Buffer {
    let at = 0
    for (wanted = LENGTHS; bytes.length - at >= wanted; ) {
      const length = bytes.readUInt32BE(at)
      const headLength = bytes.readUInt32BE(at + 4)
      if (length > MAX_FRAME || headLength > length)
        throw new RangeError(`frame of ${length} bytes, ${headLength} of head`)
      wanted = LENGTHS + length
      if (bytes.length - at < wanted) break
      const text = at + LENGTHS + headLength
      const head: unknown = JSON.parse(bytes.toString('utf8', at + LENGTHS, text))
      at += wanted
      wanted = LENGTHS
      onFrame(head, bytes.toString('utf8', text, at))
    }
    return bytes.subarray(at)
  }

  return (chunk) => {
    if (dead) return
    chunks.push(chunk)
    size += chunk.length
    if (size < wanted) return
    try {
      const rest = take(chunks.length === 1 ? chunk : Buffer.concat(chunks))
      chunks = rest.length > 0 ? [rest] : []
      size = rest.length
    } catch (error) {
      dead = true
      chunks = []
      broken(error instanceof Error ? error.message : 'bad frame')
    }
  }
}
