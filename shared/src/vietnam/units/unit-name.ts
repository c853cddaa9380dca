import { foldText } from '../text/normalise.ts'

const KIND =
  /^(?:tinh|thanh pho|tp\.?|t\.p\.?|thi xa|thi tran|quan|huyen|xa|phuong|dac khu|x\.|p\.|h\.|q\.|tx\.?|tt\.?)\s+/

/** The name of an administrative unit as it is compared: without its kind (xã, phường, TP. …), marks, case and needless spaces. */
export function foldUnitName(name: string): string {
  const folded = foldText(name)
  const bare = folded.replace(KIND, '').trim()
  // "Quận 1", "Phường 12": the number alone would make different kinds look the same.
  return bare === '' || /^\d+$/.test(bare) ? folded : bare
}
