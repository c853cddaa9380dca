/** An administrative procedure: national code and text, and how the simulated one-stop system calls it. */
export interface Procedure {
  /** National code `n.nnnnnn`; absent for a procedure that only this province has, which no portal knows. */
  readonly national?: string
  /** The code of the one-stop system. */
  readonly local: string
  readonly title: string
  readonly fieldCode: string
  readonly field: string
  readonly workingDays: number
  readonly fee: number
  readonly department: string
  readonly forEnterprises?: boolean
  readonly papers: readonly (readonly [code: string, name: string])[]
  readonly result: readonly [code: string, name: string]
}

const UBND = 'Ủy ban nhân dân cấp xã'
const KH = 'Sở Tài chính'

/**
 * Common procedures. Codes and titles are those of public lists; terms, fees and papers are abridged for the simulation and are
 * no legal information.
 */
export const PROCEDURES: readonly Procedure[] = [
  {
    national: '1.001193',
    local: 'HT-001',
    title: 'Đăng ký khai sinh',
    fieldCode: 'G15-HT04',
    field: 'Hộ tịch',
    workingDays: 1,
    fee: 0,
    department: UBND,
    papers: [
      ['TP.HT.01', 'Tờ khai đăng ký khai sinh'],
      ['TP.HT.02', 'Giấy chứng sinh'],
    ],
    result: ['KQ.G15.000031', 'Giấy khai sinh'],
  },
  {
    national: '1.000656',
    local: 'HT-002',
    title: 'Đăng ký khai tử',
    fieldCode: 'G15-HT04',
    field: 'Hộ tịch',
    workingDays: 1,
    fee: 0,
    department: UBND,
    papers: [
      ['TP.HT.03', 'Tờ khai đăng ký khai tử'],
      ['TP.HT.04', 'Giấy báo tử'],
    ],
    result: ['KQ.G15.000034', 'Trích lục khai tử'],
  },
  {
    national: '1.000894',
    local: 'HT-003',
    title: 'Đăng ký kết hôn',
    fieldCode: 'G15-HT04',
    field: 'Hộ tịch',
    workingDays: 2,
    fee: 0,
    department: UBND,
    papers: [['TP.HT.05', 'Tờ khai đăng ký kết hôn']],
    result: ['KQ.G15.000032', 'Giấy chứng nhận kết hôn'],
  },
  {
    national: '1.004873',
    local: 'HT-004',
    title: 'Cấp Giấy xác nhận tình trạng hôn nhân',
    fieldCode: 'G15-HT04',
    field: 'Hộ tịch',
    workingDays: 3,
    fee: 15000,
    department: UBND,
    papers: [['TP.HT.06', 'Tờ khai cấp Giấy xác nhận tình trạng hôn nhân']],
    result: ['KQ.G15.000033', 'Giấy xác nhận tình trạng hôn nhân'],
  },
  {
    national: '1.004884',
    local: 'HT-005',
    title: 'Đăng ký lại khai sinh',
    fieldCode: 'G15-HT04',
    field: 'Hộ tịch',
    workingDays: 5,
    fee: 8000,
    department: UBND,
    papers: [['TP.HT.07', 'Tờ khai đăng ký lại khai sinh']],
    result: ['KQ.G15.000031', 'Giấy khai sinh'],
  },
  {
    national: '2.000815',
    local: 'CT-001',
    title:
      'Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp hoặc chứng nhận',
    fieldCode: 'G15-CT',
    field: 'Chứng thực',
    workingDays: 1,
    fee: 2000,
    department: UBND,
    papers: [['TP.CT.01', 'Bản chính giấy tờ, văn bản cần chứng thực']],
    result: ['KQ.G15.000101', 'Bản sao được chứng thực'],
  },
  {
    national: '2.000884',
    local: 'CT-002',
    title: 'Chứng thực chữ ký trong các giấy tờ, văn bản',
    fieldCode: 'G15-CT',
    field: 'Chứng thực',
    workingDays: 1,
    fee: 10000,
    department: UBND,
    papers: [['TP.CT.02', 'Giấy tờ, văn bản mà người yêu cầu sẽ ký']],
    result: ['KQ.G15.000102', 'Văn bản được chứng thực chữ ký'],
  },
  {
    national: '2.000488',
    local: 'TP-001',
    title: 'Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam',
    fieldCode: 'G15-LLTP',
    field: 'Lý lịch tư pháp',
    workingDays: 10,
    fee: 200000,
    department: 'Công an tỉnh',
    papers: [['TP.LL.01', 'Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp']],
    result: ['KQ.G15.000201', 'Phiếu lý lịch tư pháp'],
  },
  {
    national: '1.004222',
    local: 'CA-001',
    title: 'Đăng ký thường trú',
    fieldCode: 'G01-CT',
    field: 'Đăng ký, quản lý cư trú',
    workingDays: 7,
    fee: 10000,
    department: 'Công an cấp xã',
    papers: [['CA.CT.01', 'Tờ khai thay đổi thông tin cư trú']],
    result: ['KQ.G01.000011', 'Thông báo kết quả đăng ký cư trú'],
  },
  {
    national: '1.004194',
    local: 'CA-002',
    title: 'Đăng ký tạm trú',
    fieldCode: 'G01-CT',
    field: 'Đăng ký, quản lý cư trú',
    workingDays: 3,
    fee: 7000,
    department: 'Công an cấp xã',
    papers: [['CA.CT.02', 'Tờ khai thay đổi thông tin cư trú']],
    result: ['KQ.G01.000012', 'Thông báo kết quả đăng ký tạm trú'],
  },
  {
    national: '1.009994',
    local: 'XD-001',
    title: 'Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ',
    fieldCode: 'G17-XD',
    field: 'Hoạt động xây dựng',
    workingDays: 15,
    fee: 75000,
    department: 'Sở Xây dựng',
    papers: [
      ['XD.01', 'Đơn đề nghị cấp giấy phép xây dựng'],
      ['XD.02', 'Bản vẽ thiết kế xây dựng'],
      ['XD.03', 'Giấy tờ về quyền sử dụng đất'],
    ],
    result: ['KQ.G17.000021', 'Giấy phép xây dựng'],
  },
  {
    national: '1.003003',
    local: 'DD-001',
    title:
      'Đăng ký và cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất lần đầu',
    fieldCode: 'G13-DD',
    field: 'Đất đai',
    workingDays: 20,
    fee: 100000,
    department: 'Văn phòng Đăng ký đất đai',
    papers: [
      ['DD.01', 'Đơn đăng ký, cấp Giấy chứng nhận'],
      ['DD.02', 'Giấy tờ về quyền sử dụng đất'],
    ],
    result: ['KQ.G13.000041', 'Giấy chứng nhận quyền sử dụng đất'],
  },
  {
    national: '1.001612',
    local: 'KD-001',
    title: 'Đăng ký thành lập hộ kinh doanh',
    fieldCode: 'G09-HKD',
    field: 'Thành lập và hoạt động của hộ kinh doanh',
    workingDays: 3,
    fee: 100000,
    department: UBND,
    papers: [['KD.01', 'Giấy đề nghị đăng ký hộ kinh doanh']],
    result: ['KQ.G09.000051', 'Giấy chứng nhận đăng ký hộ kinh doanh'],
  },
  {
    national: '2.001610',
    local: 'KD-002',
    title: 'Đăng ký thành lập doanh nghiệp tư nhân',
    fieldCode: 'G09-DN',
    field: 'Thành lập và hoạt động của doanh nghiệp',
    workingDays: 3,
    fee: 50000,
    department: KH,
    forEnterprises: true,
    papers: [['DN.01', 'Giấy đề nghị đăng ký doanh nghiệp']],
    result: ['KQ.G09.000061', 'Giấy chứng nhận đăng ký doanh nghiệp'],
  },
  {
    local: 'HG-101',
    title: 'Hỗ trợ chi phí đi lại cho học sinh vùng cao theo nghị quyết của tỉnh',
    fieldCode: 'HG-GD',
    field: 'Giáo dục và đào tạo',
    workingDays: 5,
    fee: 0,
    department: 'Sở Giáo dục và Đào tạo',
    papers: [['HG.01', 'Đơn đề nghị hỗ trợ']],
    result: ['KQ.H22.000001', 'Quyết định hỗ trợ'],
  },
  {
    local: 'HG-102',
    title: 'Xác nhận sử dụng chỉ dẫn địa lý cam sành',
    fieldCode: 'HG-KHCN',
    field: 'Sở hữu trí tuệ',
    workingDays: 7,
    fee: 0,
    department: 'Sở Khoa học và Công nghệ',
    forEnterprises: true,
    papers: [['HG.02', 'Đơn đề nghị xác nhận']],
    result: ['KQ.H22.000002', 'Văn bản xác nhận'],
  },
]

/** The exchange of a driving licence: it reaches the province from the ministry's system only, so nobody hands it in at a counter. */
export const GPLX_PROCEDURE = {
  national: '1.002809',
  local: 'GT-001',
  title: 'Đổi giấy phép lái xe',
  fieldCode: 'G01-GT01',
  field: 'Đường bộ',
  workingDays: 5,
  fee: 135000,
  department: 'Trung tâm Phục vụ hành chính công',
  papers: [
    ['GPLX.01', 'Đơn đề nghị đổi giấy phép lái xe'],
    ['GPLX.02', 'Giấy khám sức khỏe của người lái xe'],
  ],
  result: ['KQ.G01.000101', 'Giấy phép lái xe'],
} as const satisfies Procedure

/** Every procedure that the simulated systems know, also the ones that no citizen of theirs begins. */
export const KNOWN_PROCEDURES: readonly Procedure[] = [...PROCEDURES, GPLX_PROCEDURE]

/** Finds a procedure by its national code; a provincial suffix (`2.000488.000.00.00.H22`) is left aside. */
export function procedureByNationalCode(code: string): Procedure | undefined {
  const base = /^\d\.\d{6}/.exec(code)?.[0]
  return base === undefined ? undefined : KNOWN_PROCEDURES.find((procedure) => procedure.national === base)
}
