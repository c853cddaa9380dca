import { letterParts } from './letters.ts'

const ONSETS = new Set(['', ...'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x'.split(' ')])

/** Rhymes without tones. The ones with final k or single letters such as "ăk" are in official place names (Đắk Lắk). */
const RHYMES = new Set(
  (
    'a ac ach ai am an ang anh ao ap at au ay ak ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu ây e ec em en eng eo ep et ' +
    'ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oa oac oach ' +
    'oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong ooc ô ôc ôi ôm ôn ông ôp ôt ôk ơ ơi ơm ơn ' +
    'ơp ơt u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh uêu uôc uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt ' +
    'uynh uyt uyu uyn uyp ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu'
  ).split(' '),
)

/** Rhymes after "qu", where the u belongs to the onset. */
const AFTER_QU = new Set(
  (
    'a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e ec en eng eo et ê êch ên ênh êt êu ' +
    'i it ôc ông ơ ơi ơn ơt y ych yên yêt ynh yt yu yn yp'
  ).split(' '),
)

const SHARP_FINAL = /(?:ch|[cptk])$/

/** True for a word of small NFC letters that is spelt like a Vietnamese syllable; names from other languages mostly are not. */
export function isSyllable(word: string): boolean {
  if (word.length > 7) return false
  let bare = ''
  let tone = 0
  let tones = 0
  for (const letter of word) {
    const parts = letterParts.get(letter)
    bare += parts?.base ?? letter
    if (parts?.tone) {
      tone = parts.tone
      tones++
    }
  }
  // A closed syllable (-c, -ch, -p, -t) is spoken with sắc or nặng only.
  if (tones > 1 || (SHARP_FINAL.test(bare) && tone !== 2 && tone !== 5)) return false
  if (bare.startsWith('qu')) return AFTER_QU.has(bare.slice(2))
  for (let length = 0; length <= 3; length++)
    if (ONSETS.has(bare.slice(0, length)) && RHYMES.has(bare.slice(length))) return true
  return false
}
