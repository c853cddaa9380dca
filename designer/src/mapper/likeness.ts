import { foldText } from '#shared/text/fold-text.ts'

/** Why two names seem to mean the same: `name` the same but for writing · `similar` another word for it · `spelling` a letter or two apart. */
export type Likeness = 'name' | 'similar' | 'spelling'

/** Words that offices use for the same thing, in Vietnamese, as abbreviations and in English; folded and without spaces. */
const SAME: readonly (readonly string[])[] = [
  [
    'hoten',
    'hovaten',
    'hotendaydu',
    'tendaydu',
    'tencongdan',
    'tenchuhoso',
    'chuhoso',
    'nguoinop',
    'tennguoinop',
    'hotennguoinop',
    'fullname',
    'applicantname',
    'citizenname',
    'personname',
    'ownername',
  ],
  ['ho', 'hodem', 'hovatendem', 'surname', 'lastname', 'familyname'],
  [
    'cccd',
    'socccd',
    'cmnd',
    'socmnd',
    'cmt',
    'socmt',
    'sodinhdanh',
    'madinhdanh',
    'sodinhdanhcanhan',
    'madinhdanhcanhan',
    'sogiaytotuythan',
    'sogttt',
    'dinhdanhchuhoso',
    'citizenid',
    'identitynumber',
    'idnumber',
    'idcard',
    'idcardnumber',
    'personalid',
    'nationalid',
  ],
  ['ngaycap', 'ngaycapcccd', 'ngaycapcmnd', 'issuedate', 'issueddate', 'dateofissue'],
  ['noicap', 'noicapcccd', 'coquancap', 'issueplace', 'placeofissue', 'issuedby'],
  [
    'mahoso',
    'sohoso',
    'sobiennhan',
    'madinhdanhhoso',
    'sohosomotcua',
    'dossiercode',
    'dossierid',
    'dossierno',
    'filecode',
    'receiptno',
    'receiptnumber',
  ],
  ['matthc', 'mathutuc', 'mathutuchanhchinh', 'thutuc', 'maquytrinh', 'procedurecode', 'servicecode', 'proceduresid'],
  ['tentthc', 'tenthutuc', 'tenthutuchanhchinh', 'procedurename', 'servicename'],
  ['malinhvuc', 'linhvuc', 'fieldcode', 'sectorcode', 'domaincode'],
  ['tenlinhvuc', 'fieldname', 'sectorname'],
  ['ngaysinh', 'namsinh', 'ngaythangnamsinh', 'sinhngay', 'dateofbirth', 'birthdate', 'birthday', 'dob'],
  ['gioitinh', 'phai', 'gender', 'sex'],
  ['dantoc', 'madantoc', 'ethnic', 'ethnicity', 'ethnicgroup'],
  ['tongiao', 'matongiao', 'religion'],
  ['quoctich', 'maquoctich', 'nationality', 'citizenship'],
  [
    'diachi',
    'noio',
    'diachithuongtru',
    'thuongtru',
    'hokhau',
    'hokhauthuongtru',
    'noithuongtru',
    'address',
    'permanentaddress',
  ],
  [
    'tamtru',
    'diachitamtru',
    'noitamtru',
    'noiohiennay',
    'noiohientai',
    'choohiennay',
    'currentaddress',
    'temporaryaddress',
  ],
  ['quequan', 'nguyenquan', 'hometown', 'placeoforigin'],
  ['noisinh', 'placeofbirth', 'birthplace'],
  ['tinh', 'tinhthanh', 'tinhthanhpho', 'matinh', 'matinhthanh', 'province', 'provincecode', 'city'],
  ['huyen', 'quanhuyen', 'mahuyen', 'maquanhuyen', 'district', 'districtcode'],
  ['xa', 'phuongxa', 'xaphuong', 'maxa', 'maphuongxa', 'ward', 'wardcode', 'commune'],
  [
    'sodienthoai',
    'dienthoai',
    'sdt',
    'sodt',
    'dtdd',
    'didong',
    'dienthoailienhe',
    'phone',
    'phonenumber',
    'mobile',
    'mobilephone',
    'tel',
    'telephone',
  ],
  ['email', 'thudientu', 'hopthu', 'diachiemail', 'diachithudientu', 'mail', 'emailaddress'],
  [
    'ngaytiepnhan',
    'ngaynhan',
    'ngaynophoso',
    'ngaynop',
    'receiveddate',
    'submitdate',
    'submitteddate',
    'receiptdate',
    'appliedat',
  ],
  ['ngayhentra', 'ngayhen', 'hentra', 'hantra', 'ngaytradukien', 'hanxuly', 'duedate', 'appointmentdate', 'deadline'],
  ['ngaytra', 'ngaytraketqua', 'ngayketthuc', 'ngayhoanthanh', 'finishdate', 'completeddate', 'returndate'],
  ['trangthai', 'trangthaihoso', 'tinhtrang', 'tinhtranghoso', 'matrangthai', 'status', 'state', 'statuscode'],
  ['masothue', 'mst', 'madoanhnghiep', 'masodoanhnghiep', 'msdn', 'taxcode', 'taxid', 'businesscode'],
  ['tendoanhnghiep', 'tentochuc', 'tencongty', 'companyname', 'organizationname', 'businessname'],
  [
    'madonvi',
    'donvi',
    'macoquan',
    'coquan',
    'donvitiepnhan',
    'madonvitiepnhan',
    'donvixuly',
    'agency',
    'agencycode',
    'unitcode',
    'organization',
  ],
  ['tendonvi', 'tencoquan', 'coquanthuchien', 'agencyname', 'unitname'],
  ['canbo', 'tencanbo', 'nguoixuly', 'canboxuly', 'canbotiepnhan', 'officer', 'officername', 'handler'],
  [
    'giayto',
    'danhsachgiayto',
    'dsgiayto',
    'tailieu',
    'dstailieu',
    'tailieunop',
    'danhsachtailieunop',
    'thanhphanhoso',
    'tephoso',
    'documents',
    'attachments',
    'files',
    'papers',
  ],
  ['tengiayto', 'tentailieu', 'tenteptin', 'tentep', 'ten', 'documentname', 'filename', 'attachmentname', 'name'],
  ['duongdan', 'duongdantep', 'duongdantaitep', 'lienket', 'url', 'link', 'fileurl', 'downloadurl'],
  ['noidung', 'mota', 'trichyeu', 'trichyeuhoso', 'content', 'description', 'summary'],
  ['ghichu', 'chuthich', 'note', 'notes', 'remark', 'comment'],
  ['lephi', 'phi', 'sotien', 'tongtien', 'fee', 'amount', 'totalamount', 'fees'],
  ['soluong', 'sl', 'soban', 'sobanchinh', 'quantity', 'qty', 'count'],
  ['loai', 'maloai', 'kieu', 'type', 'kind', 'category'],
  ['ma', 'maso', 'code', 'id'],
  ['stt', 'sothutu', 'thutu', 'no', 'order', 'index', 'ordinal'],
]

const meaning = new Map(SAME.flatMap((group, at) => group.map((word) => [word, at] as const)))

/** A name without accents, case, signs, an attribute's `@` and the prefix of a namespace. */
export function bareName(name: string): string {
  return foldText(name.replace(/^@?[\w.-]+:/, '')).replace(/[^a-z0-9]/g, '')
}

/** How two names are alike and how far apart they are (0 is nearest); undefined when they are not. */
export function likeness(
  one: string,
  other: string,
): { readonly because: Likeness; readonly distance: number } | undefined {
  const [a, b] = [bareName(one), bareName(other)]
  if (a === '' || b === '') return undefined
  if (a === b) return { because: 'name', distance: 0 }
  const group = meaning.get(a)
  if (group !== undefined && group === meaning.get(b)) return { because: 'similar', distance: 3 }
  const apart = distance(a, b)
  return apart <= Math.max(1, Math.floor(Math.min(a.length, b.length) / 4))
    ? { because: 'spelling', distance: 4 + apart }
    : undefined
}

/** Letters to change, add or take away (Levenshtein), for names of at most 60 letters. */
function distance(a: string, b: string): number {
  if (a.length > 60 || b.length > 60) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY
}
