import { z } from 'zod'
import { branchList } from '#nodes/routing/branch-list.ts'
import { defineNode } from '#shared/node/define.ts'

/** Danh sách nơi nhận (Recipient List): every branch whose condition holds takes a copy of the message. */
export const definition = defineNode({
  type: 'recipient-list',
  version: 1,
  kind: 'router',
  title: { vi: 'Danh sách nơi nhận', en: 'Recipient list' },
  summary: {
    vi: 'Gửi thông điệp ra mọi nhánh có điều kiện đúng, cùng một lúc; không nhánh nào đúng thì ra cổng "Còn lại".',
    en: 'Sends the message out of every branch whose condition holds, at the same time; when none does, out of "Otherwise".',
  },
  keywords: ['nơi nhận', 'gửi nhiều nơi', 'phân phối', 'đồng gửi', 'recipient', 'multicast', 'scatter', 'fan out'],
  settings: z.strictObject({
    branches: branchList({
      vi: 'Mỗi dòng là một nơi nhận; mọi nhánh có điều kiện đúng đều nhận. Luôn gửi thì ghi true.',
      en: 'Each row is a recipient; every branch whose condition holds receives. To send always, write true.',
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
