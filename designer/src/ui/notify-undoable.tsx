import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** Says that a small act was done; for a while it can be taken back from there. A newer one with the same id takes its place. */
export function notifyUndoable(input: {
  readonly id: string
  readonly done: string
  /** The word on the button. */
  readonly undo: string
  readonly onUndo: () => void
}): void {
  const { id, done, undo, onUndo } = input
  notifications.hide(id)
  notifications.show({
    id,
    autoClose: 8000,
    message: (
      <Group gap={12}>
        {done}
        <Button
          variant="light"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id)
            onUndo()
          }}
        >
          {undo}
        </Button>
      </Group>
    ),
  })
}
