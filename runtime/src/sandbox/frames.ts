/** Largest frame between worker and sandbox, in bytes; a larger one means that the other side is broken. */
export const MAX_FRAME = 64 * 1024 * 1024

/** A frame: four bytes of length (big endian), then JSON in UTF-8. */
export function encodeFrame(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value), 'utf8')
  const frame = Buffer.allocUnsafe(4 + json.length)
  frame.writeUInt32BE(json.length, 0)
  json.copy(frame, 4)
  return frame
}

/** Cuts a byte stream into frames. `broken` is called once for a frame that is too large or not JSON; nothing is read after it. */
export function frameReader(onFrame: (value: unknown) => void, broken: (why: string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let size = 0
  let dead = false
  const fail = (why: string): void => {
    dead = true
    chunks = []
    broken(why)
  }
  return (chunk) => {
    if (dead) return
    chunks.push(chunk)
    size += chunk.length
    while (size >= 4 && !dead) {
      const head = chunks[0] && chunks[0].length >= 4 ? chunks[0] : merge()
      const length = head.readUInt32BE(0)
      if (length > MAX_FRAME) return fail(`frame of ${length} bytes`)
      if (size < 4 + length) return
      const all = merge()
      chunks = size > 4 + length ? [all.subarray(4 + length)] : []
      size -= 4 + length
      try {
        onFrame(JSON.parse(all.toString('utf8', 4, 4 + length)))
      } catch (error) {
        return fail(error instanceof Error ? error.message : 'bad frame')
      }
    }
  }
  function merge(): Buffer {
    const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    chunks = [all]
    return all
  }
}
