import { blindCamera, type Camera } from './view/camera.ts'

/** A camera that can be asked before the canvas is there; it passes everything on to the one that is attached. */
export interface LateCamera extends Camera {
  readonly attach: (camera: Camera) => void
  /** What happens before a node is shown: it may lie in a collapsed group. */
  readonly before: (prepare: (id: string) => void) => void
}

/** Makes one; until something is attached it does nothing. */
export function createLateCamera(): LateCamera {
  let real = blindCamera
  let prepare = (_id: string): void => {}
  return {
    attach: (camera) => {
      real = camera
    },
    centre: () => real.centre(),
    before: (next) => {
      prepare = next
    },
    show: (id) => {
      prepare(id)
      real.show(id)
    },
    zoomTo: (zoom) => real.zoomTo(zoom),
    zoomBy: (factor) => real.zoomBy(factor),
    fit: (ids) => real.fit(ids),
    toScreen: (at) => real.toScreen(at),
  }
}
