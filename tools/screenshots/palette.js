// Reduces a picture to at most 256 colours: returns the palette (3 bytes each) and an index for each pixel, as Base64.
async (picture) => {
  const image = new Image()
  image.src = picture
  await image.decode()
  const canvas = new OffscreenCanvas(image.width, image.height)
  const context = canvas.getContext("2d")
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  const counts = new Map()
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2]
    counts.set(colour, (counts.get(colour) || 0) + 1)
  }
  const part = (colour, shift) => (colour >> shift) & 255
  // Median cut: the box with the widest channel is halved until there are enough; a text's colours stay, being the most.
  const frequent = [...counts.entries()].sort((one, other) => other[1] - one[1])
  const palette = frequent.slice(0, 64).map(([colour]) => colour)
  let boxes = [frequent.slice(64)].filter((box) => box.length)
  const widest = (box) => {
    let best = { width: -1, shift: 0 }
    for (const shift of [16, 8, 0]) {
      let low = 255, high = 0
      for (const [colour] of box) {
        low = Math.min(low, part(colour, shift))
        high = Math.max(high, part(colour, shift))
      }
      if (high - low > best.width) best = { width: high - low, shift }
    }
    return best
  }
  let measured = boxes.map((box) => ({ box, ...widest(box) }))
  while (measured.length && measured.length + palette.length < 256) {
    measured.sort((one, other) => other.width - one.width)
    const { box, shift, width } = measured[0]
    if (width <= 0) break
    box.sort((one, other) => part(one[0], shift) - part(other[0], shift))
    const middle = box.length >> 1
    const halves = [box.slice(0, middle), box.slice(middle)]
    measured = [...halves.map((half) => ({ box: half, ...widest(half) })), ...measured.slice(1)]
  }
  for (const { box } of measured) {
    let weight = 0
    const sums = [0, 0, 0]
    for (const [colour, count] of box) {
      weight += count
      for (let channel = 0; channel < 3; channel++) sums[channel] += count * part(colour, 16 - 8 * channel)
    }
    const [red, green, blue] = sums.map((sum) => Math.round(sum / weight))
    palette.push((red << 16) | (green << 8) | blue)
  }
  const nearest = new Map()
  for (const colour of counts.keys()) {
    let best = 0, least = Infinity
    for (let index = 0; index < palette.length; index++) {
      let distance = 0
      for (const shift of [16, 8, 0]) distance += (part(colour, shift) - part(palette[index], shift)) ** 2
      if (distance < least) { least = distance; best = index }
    }
    nearest.set(colour, best)
  }
  const base64 = (bytes) => {
    let text = ""
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
    return btoa(text)
  }
  const pixels = new Uint8Array(data.length / 4)
  for (let at = 0; at < data.length; at += 4) {
    pixels[at / 4] = nearest.get((data[at] << 16) | (data[at + 1] << 8) | data[at + 2])
  }
  const colours = new Uint8Array(palette.flatMap((colour) => [16, 8, 0].map((shift) => part(colour, shift))))
  return { width: image.width, height: image.height, palette: base64(colours), pixels: base64(pixels) }
}
