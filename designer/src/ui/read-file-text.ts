/** The text of a chosen file: UTF-8, or UTF-16 when its first bytes say so (what spreadsheets call "Unicode text"). */
export async function readFileText(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Spreadsheets that save "CSV" without a choice write the Vietnamese Windows code page.
    return new TextDecoder('windows-1258').decode(bytes).normalize('NFC')
  }
}
