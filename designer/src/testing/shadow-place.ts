/** A place of a shadow difference as people read it: whole steps in words, else the path. */
export function placeText(place: string, words: (key: 'added' | 'removed' | 'status' | 'port') => string): string {
  return place === 'added' || place === 'removed' || place === 'status' || place === 'port' ? words(place) : place
}
