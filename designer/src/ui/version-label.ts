/** What a version is called: its number in words, and the name that people gave it. */
export function versionLabel(numbered: string, name: string): string {
  return name === '' ? numbered : `${numbered} “${name}”`
}
