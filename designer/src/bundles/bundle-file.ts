/** The bytes of a file as base64. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('FileReader'))
    reader.readAsDataURL(file)
  })
}

/** Hands bytes in base64 to the browser as a download. */
export function download(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A key's id as people compare it: the first half in groups of four. */
export function keyText(id: string): string {
  return (id.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
}
