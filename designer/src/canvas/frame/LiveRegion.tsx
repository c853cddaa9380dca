import { VisuallyHidden } from '@mantine/core'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'

/** Speaks what happened ("Đã nối A với B") to screen readers; two places by turns, so that an equal sentence is heard again. */
export function LiveRegion() {
  const text = useText()
  const said = useSession((state) => state.announcement)
  const sentence = said ? text(said.text) : ''
  const even = (said?.n ?? 0) % 2 === 0
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite">
        {even ? sentence : ''}
      </div>
      <div role="status" aria-live="polite" data-announcement={sentence}>
        {even ? '' : sentence}
      </div>
    </VisuallyHidden>
  )
}
