import type { ErrorKind } from '../flow-error.ts'

/** Faults of flow bundles (gói luồng, `*.flowpack`). */
export const bundleCodes = {
  'bundle.unreadable': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Tệp này không phải gói luồng, hoặc đã bị cắt cụt',
      en: 'This file is no flow bundle, or a part of it is missing',
    },
    advice: { vi: 'Xuất lại gói ở nơi gửi rồi nhập lại.', en: 'Export the bundle again where it came from.' },
  },
  'bundle.too-large': {
    class: 'data',
    side: 'data',
    status: 413,
    message: { vi: 'Gói luồng vượt giới hạn: {limit}', en: 'The flow bundle is over the limit: {limit}' },
    advice: {
      vi: 'Chia thành nhiều gói, mỗi gói ít luồng hơn.',
      en: 'Split it into several bundles with fewer flows.',
    },
  },
  'bundle.path': {
    class: 'policy',
    side: 'data',
    status: 400,
    message: {
      vi: 'Gói luồng chứa tệp không được phép: "{path}"',
      en: 'The flow bundle holds a file that is not allowed: "{path}"',
    },
    advice: { vi: 'Không nhập gói này; hỏi lại nơi gửi.', en: 'Do not import it; ask whoever sent it.' },
  },
  'bundle.content': {
    class: 'data',
    side: 'data',
    status: 400,
    message: {
      vi: 'Tệp "{path}" trong gói không đúng: {reason}',
      en: 'The file "{path}" of the bundle is not right: {reason}',
    },
    advice: { vi: 'Xuất lại gói ở nơi gửi rồi nhập lại.', en: 'Export the bundle again where it came from.' },
  },
  'bundle.hash': {
    class: 'policy',
    side: 'data',
    status: 400,
    message: {
      vi: 'Nội dung tệp "{path}" khác với lúc đóng gói',
      en: 'The file "{path}" is not what it was when the bundle was made',
    },
    advice: {
      vi: 'Gói đã bị sửa hoặc hỏng khi chuyển; xin lại gói.',
      en: 'It was changed or damaged on its way; ask for it again.',
    },
  },
  'bundle.newer-format': {
    class: 'permanent',
    side: 'ours',
    status: 400,
    message: {
      vi: 'Gói luồng có định dạng {format}, bản phần mềm này chỉ đọc được tới {known}',
      en: 'The flow bundle has format {format}; this release reads up to {known}',
    },
    advice: { vi: 'Nâng cấp phần mềm rồi nhập lại.', en: 'Upgrade this installation and import it again.' },
  },
  'bundle.signature': {
    class: 'policy',
    side: 'data',
    status: 400,
    message: {
      vi: 'Chữ ký của gói luồng không khớp với nội dung',
      en: 'The signature of the flow bundle does not fit its content',
    },
    advice: { vi: 'Không nhập gói này; hỏi lại nơi gửi.', en: 'Do not import it; ask whoever sent it.' },
  },
  'bundle.untrusted': {
    class: 'policy',
    side: 'data',
    status: 403,
    message: {
      vi: 'Gói luồng không có chữ ký, hoặc chữ ký của nơi chưa được tin cậy',
      en: 'The flow bundle is not signed, or by an installation that is not trusted',
    },
    advice: {
      vi: 'Nhờ người quản trị kiểm tra nguồn gói, rồi tin cậy khoá ký hoặc tự nhập gói.',
      en: 'Ask an administrator to check where it comes from, and to trust the key or import it.',
    },
  },
  'bundle.draft-in-way': {
    class: 'permanent',
    side: 'data',
    status: 409,
    message: { vi: 'Bạn đang có bản nháp chưa ban hành của {what}', en: 'You have an unpublished draft of {what}' },
    advice: {
      vi: 'Đồng ý thay bản nháp này, hoặc ban hành nó trước.',
      en: 'Agree to replace it, or publish it first.',
    },
  },
} satisfies Record<string, ErrorKind>
