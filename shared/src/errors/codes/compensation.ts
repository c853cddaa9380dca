import type { ErrorKind } from '../flow-error.ts'

/** Undoing what a run has done outside. */
export const compensationCodes = {
  'flow.unknown-compensation': {
    class: 'data',
    side: 'data',
    status: 422,
    message: { vi: 'Bước bù trừ "{to}" không tồn tại', en: 'The compensating step "{to}" does not exist' },
    advice: { vi: 'Chọn bước bù trừ khác hoặc bỏ phần bù trừ.', en: 'Choose another step, or none.' },
  },
  'flow.compensation-mixed': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút này vừa thuộc nhánh bù trừ vừa thuộc đường chính của luồng',
      en: 'This node belongs both to a compensation branch and to the main path of the flow',
    },
    advice: {
      vi: 'Tách riêng: nhánh bù trừ không được nối vào đường chính, và đường chính không được nối vào nhánh bù trừ.',
      en: 'Keep them apart: a compensation branch must not lead into the main path, nor the main path into it.',
    },
  },
  'flow.compensation-nested': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút trong nhánh bù trừ không thể có bù trừ của riêng nó',
      en: 'A node of a compensation branch cannot have a compensation of its own',
    },
    advice: {
      vi: 'Bỏ phần bù trừ của nút này; bước bù trừ hỏng sẽ chờ trong Hộp lỗi.',
      en: 'Remove the compensation of this node; a compensating step that fails waits in the error inbox.',
    },
  },
  'flow.compensation-node': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút loại này không dùng được trong nhánh bù trừ: khi bù trừ không còn ai chờ trả lời và không gom thông điệp',
      en: 'A node of this type cannot be used in a compensation branch: nobody waits for a reply then, and nothing is gathered',
    },
    advice: { vi: 'Xoá nút này khỏi nhánh bù trừ.', en: 'Remove it from the compensation branch.' },
  },
  'flow.compensation-nothing': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Nút này không làm gì ra bên ngoài nên phần bù trừ của nó không bao giờ chạy',
      en: 'This node does nothing outside, so its compensation never runs',
    },
    advice: {
      vi: 'Đặt phần bù trừ ở bước gửi hoặc ghi dữ liệu.',
      en: 'Put the compensation on the step that sends or writes.',
    },
  },
  'flow.compensation-not-stored': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Luồng không lưu thông điệp nên không thể bù trừ chắc chắn',
      en: 'The flow does not store its messages, so nothing can be undone for sure',
    },
    advice: {
      vi: 'Bật lưu thông điệp trong thiết lập luồng, hoặc bỏ phần bù trừ.',
      en: 'Have the flow store its messages, or remove the compensation.',
    },
  },
  'run.compensation-failed': {
    class: 'data',
    side: 'ours',
    status: 500,
    message: {
      vi: 'Bù trừ chưa xong: đã bù {undone} bước, còn {left} bước. Lý do: {reason}',
      en: 'Compensation is not complete: {undone} steps undone, {left} left. Reason: {reason}',
    },
    advice: {
      vi: 'Mở lần chạy để xem bước nào chưa bù, sửa nguyên nhân rồi bấm "Chạy lại": chỉ phần còn lại được làm tiếp.',
      en: 'Open the run to see which steps are left, mend the cause and retry: only the rest is done.',
    },
  },
  'run.compensation-open': {
    class: 'policy',
    side: 'data',
    status: 409,
    message: {
      vi: 'Lần chạy đang bù trừ dở dang nên chưa thể làm việc này',
      en: 'The run is only partly undone, so this cannot be done yet',
    },
    advice: {
      vi: 'Chờ bù trừ xong; nếu bù trừ hỏng, bấm "Chạy lại" (không chọn bước) để làm tiếp phần còn lại.',
      en: 'Wait until it is complete; if it failed, retry without choosing a step to do the rest.',
    },
  },
  'run.compensation-lost': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Phiên bản này của luồng không còn cách bù trừ bước "{step}"',
      en: 'This version of the flow has no compensation for the step "{step}"',
    },
    advice: {
      vi: 'Chạy lại trên phiên bản có nhánh bù trừ cho bước này, hoặc tự bù trừ rồi đánh dấu.',
      en: 'Retry on a version that has one, or undo it yourself and mark it.',
    },
  },
} satisfies Record<string, ErrorKind>
