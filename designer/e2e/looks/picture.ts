import type { Page } from '@playwright/test'

/** Edge of a block in pixels of the screen. */
export const BLOCK = 12

/** A screen averaged into blocks, row by row, three numbers (red, green, blue; 0 to 255) a block. */
export interface Picture {
  readonly columns: number
  readonly rows: number
  readonly levels: readonly number[]
}

/** Steps in which levels are kept: half of a step is far below what a person or the comparison sees, and files stay small. */
const STEP = 4

/** Reads and writes PNG with the canvas of a page that shows nothing else. */
export class PictureDesk {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Averages a screenshot into blocks. */
  average(png: Buffer): Promise<Picture> {
    return this.#read(png, BLOCK)
  }

  /** Reads a picture that was kept. */
  read(png: Buffer): Promise<Picture> {
    return this.#read(png, 1)
  }

  #read(png: Buffer, block: number): Promise<Picture> {
    return this.#page.evaluate(
      async ({ base64, block, step }) => {
        const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))
        const image = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' })
        const { width, height } = image
        const context = new OffscreenCanvas(width, height).getContext('2d')
        if (!context) throw new Error('no canvas')
        context.drawImage(image, 0, 0)
        const { data } = context.getImageData(0, 0, width, height)
        const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)]
        const sums = new Float64Array(columns * rows * 3)
        const counts = new Uint32Array(columns * rows)
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const at = Math.floor(y / block) * columns + Math.floor(x / block)
            counts[at] = (counts[at] ?? 0) + 1
            for (let part = 0; part < 3; part++)
              sums[at * 3 + part] = (sums[at * 3 + part] ?? 0) + (data[(y * width + x) * 4 + part] ?? 0)
          }
        const levels = Array.from(sums, (sum, at) => {
          const mean = sum / (counts[Math.floor(at / 3)] ?? 1)
          return Math.min(255, Math.round(mean / step) * step)
        })
        return { columns, rows, levels }
      },
      { base64: png.toString('base64'), block, step: STEP },
    )
  }

  /** A picture as PNG, every block of this many pixels. */
  async draw({ columns, rows, levels }: Picture, block = 1): Promise<Buffer> {
    const base64 = await this.#page.evaluate(
      async ({ columns, rows, levels, block }) => {
        const canvas = new OffscreenCanvas(columns * block, rows * block)
        const context = canvas.getContext('2d', { alpha: false })
        if (!context) throw new Error('no canvas')
        for (let at = 0; at < columns * rows; at++) {
          context.fillStyle = `rgb(${levels.slice(at * 3, at * 3 + 3).join(' ')})`
          context.fillRect((at % columns) * block, Math.floor(at / columns) * block, block, block)
        }
        const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
        return btoa(Array.from(bytes, (it) => String.fromCharCode(it)).join(''))
      },
      { columns, rows, levels, block },
    )
    return Buffer.from(base64, 'base64')
  }

  /** A screenshot with red around the places, and everything else paler. */
  async mark(png: Buffer, places: readonly Place[]): Promise<Buffer> {
    const base64 = await this.#page.evaluate(
      async ({ base64, places }) => {
        const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))
        const image = await createImageBitmap(new Blob([bytes]))
        const canvas = new OffscreenCanvas(image.width, image.height)
        const context = canvas.getContext('2d', { alpha: false })
        if (!context) throw new Error('no canvas')
        context.drawImage(image, 0, 0)
        context.fillStyle = 'rgb(128 128 128 / 0.6)'
        context.fillRect(0, 0, image.width, image.height)
        context.strokeStyle = 'red'
        context.lineWidth = 3
        for (const { x, y, width, height } of places) {
          context.drawImage(image, x, y, width, height, x, y, width, height)
          context.strokeRect(x, y, width, height)
        }
        const drawn = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
        return btoa(Array.from(drawn, (it) => String.fromCharCode(it)).join(''))
      },
      { base64: png.toString('base64'), places },
    )
    return Buffer.from(base64, 'base64')
  }
}

/** A rectangle of the screen in pixels. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
