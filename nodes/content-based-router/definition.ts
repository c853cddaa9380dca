import { z } from 'zod'
import { branchList } from '#nodes/routing/branch-list.ts'
import { defineNode } from '#shared/node/define.ts'

/** Rẽ nhánh theo nội dung (Content-Based Router): the first branch whose condition holds takes the message. */
export const definition = defineNode({
  type: 'content-based-router',
  version: 1,
  kind: 'router',
  title: { vi: 'Rẽ nhánh theo nội dung', en: 'Content-based router' },
  summary: {
    vi: 'Gửi thông điệp ra nhánh đầu tiên có điều kiện đúng; không nhánh nào đúng thì ra cổng "Còn lại".',
    en: 'Sends the message out of the first branch whose condition holds; when none does, out of "Otherwise".',
  },
  keywords: ['rẽ nhánh', 'điều kiện', 'nếu', 'phân loại', 'if', 'switch', 'choice', 'router'],
  settings: z.strictObject({
    branches: branchList({
      vi: 'Xét từ trên xuống; nhánh đúng đầu tiên được chọn.',
      en: 'Looked at from the top; the first that holds is taken.',
    }),
  }),
  input: true,
  out: [
    { each: 'branches', name: 'id', title: 'label' },
    { name: 'otherwise', title: { vi: 'Còn lại', en: 'Otherwise' } },
  ],
  output: 'same',
  effects: 'none',
})
