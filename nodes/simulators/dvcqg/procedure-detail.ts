import type { Procedure } from '../data/procedures.ts'

/** The answer of `LayThuTuc`: a procedure with its channels, terms, fees, papers and results. */
export function procedureDetail(procedure: Procedure): Readonly<Record<string, unknown>> {
  const code = procedure.national ?? ''
  const channel = (kind: string) => ({
    KENH: kind,
    THOIGIAN: [
      {
        THOIGIANGIAIQUYET: String(procedure.workingDays),
        DONVITINH: 'Ngày làm việc',
        MOTA: '',
        PHILEPHI:
          procedure.fee === 0
            ? []
            : [{ MAPHILEPHI: `PLP.${code}`, SOTIEN: String(procedure.fee), DONVI: 'Đồng', MOTA: '' }],
      },
    ],
  })
  return {
    MATTHC: code,
    TENTTHC: procedure.title,
    MACOQUANCONGBO: '000.00.00.G22',
    LINHVUCTHUCHIEN: [{ MALINHVUC: procedure.fieldCode, TENLINHVUC: procedure.field }],
    COQUANTHUCHIEN: [{ MADONVI: '000.00.00.H22', TENDONVI: procedure.department }],
    TRINHTUTHUCHIEN: [
      {
        TRUONGHOP: '',
        TRINHTU: [
          { TENTRINHTU: 'Nộp hồ sơ tại Bộ phận Một cửa hoặc trên Cổng Dịch vụ công quốc gia' },
          { TENTRINHTU: 'Cơ quan có thẩm quyền kiểm tra, giải quyết hồ sơ' },
          { TENTRINHTU: 'Nhận kết quả theo giấy hẹn' },
        ],
      },
    ],
    CACHTHUCTHUCHIEN: ['1', '2', '3'].map(channel),
    THANHPHANHOSO: [
      {
        TRUONGHOP: '',
        GIAYTO: procedure.papers.map(([id, name]) => ({ MAGIAYTO: id, TENGIAYTO: name, TENMAUDON: '', URL: '' })),
      },
    ],
    KETQUATHUCHIEN: [{ MAKETQUA: procedure.result[0], TENKETQUA: procedure.result[1] }],
    CANCUPHAPLY: [
      {
        SOVANBAN: '118/2025/NĐ-CP',
        TENVANBAN: 'Nghị định về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông',
      },
    ],
  }
}
