import type { Text } from '#shared/text/text.ts'

/** The namespace of edXML packets (QCVN 102:2016). */
export const EDXML = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'

type CodeTable = Readonly<Record<string, Text>>

/** `OtherInfo/Priority`: how urgent a document is. */
export const PRIORITIES: CodeTable = {
  '0': { vi: 'Thường', en: 'Normal' },
  '1': { vi: 'Khẩn', en: 'Urgent' },
  '2': { vi: 'Thượng khẩn', en: 'Very urgent' },
  '3': { vi: 'Hoả tốc', en: 'Express' },
  '4': { vi: 'Hoả tốc hẹn giờ', en: 'Express, timed' },
}

/** `Bussiness/BussinessDocType` (spelt so in the standard): what the packet does with the document. */
export const BUSSINESS_TYPES: CodeTable = {
  '0': { vi: 'Văn bản mới', en: 'New' },
  '1': { vi: 'Thu hồi', en: 'Recall' },
  '2': { vi: 'Cập nhật', en: 'Update' },
  '3': { vi: 'Thay thế', en: 'Replacement' },
}

/** `StatusCode` of a status packet. */
export const STATUS_CODES: CodeTable = {
  '01': { vi: 'Đã đến', en: 'Arrived' },
  '02': { vi: 'Từ chối', en: 'Refused' },
  '03': { vi: 'Đã tiếp nhận', en: 'Received' },
  '04': { vi: 'Phân công', en: 'Assigned' },
  '05': { vi: 'Đang xử lý', en: 'In progress' },
  '06': { vi: 'Hoàn thành', en: 'Completed' },
  '13': { vi: 'Thu hồi, lấy lại', en: 'Recalled' },
  '15': { vi: 'Đồng ý cập nhật, lấy lại', en: 'Update or recall agreed' },
  '16': { vi: 'Từ chối cập nhật, lấy lại', en: 'Update or recall refused' },
}

/** `SteeringType`: 1 to 3; the meaning of each is not settled by what we have seen. */
export const STEERING_TYPES: readonly string[] = ['1', '2', '3']

/** `ReceiverType`: 0 takes a receiver out, 1 adds one. */
export const RECEIVER_TYPES: readonly string[] = ['0', '1']
