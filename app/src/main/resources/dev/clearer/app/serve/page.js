'use strict';
const $ = (id) => document.getElementById(id);
const state = { offer: null, job: null, follow: 0, view: 'picture', split: 0.5, zoom: 1, x: 0, y: 0, fit: true };
const LARGE = 4e6; // pixels: larger pictures keep their size, and their maps are drawn coarser
const maps = { blur: null, regions: null, unsure: null, step: 1, strength: 1, denoise: 1, strokes: [], largest: 1 };
const urls = { before: '', after: '', original: '', earlier: '' };

// ---- talking to the server ----

class Refused extends Error {
  constructor(status, message, wait) { super(message); this.status = status; this.wait = wait; }
}

function headers() {
  const token = sessionStorage.getItem('clearer.token');
  return token ? { Authorization: 'Bearer ' + token } : {};
}

function askToken() {
  return new Promise((resolve) => {
    $('ask').addEventListener('close', () => { sessionStorage.setItem('clearer.token', $('token').value); resolve(); }, { once: true });
    $('ask').showModal();
  });
}

async function call(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: headers() });
  if (answer.status === 401) { await askToken(); return call(path, options); }
  if (!answer.ok) {
    const body = await answer.json().catch(() => ({ message: 'The server answered ' + answer.status + '.' }));
    throw new Refused(answer.status, body.message, Number(answer.headers.get('Retry-After')));
  }
  return answer;
}

/** Posts a form, telling how much of it has left; waits and tries again while the server is busy. */
async function post(form, onSent, isWanted) {
  for (let tries = 0; ; tries++) {
    try { return await postOnce(form, onSent); } catch (e) {
      if (e.status === 401) { await askToken(); continue; }
      if (e.status !== 429 || tries >= 20 || !isWanted()) throw e;
      for (let left = e.wait || 2; left > 0 && isWanted(); left--) {
        say('the server is busy; trying again in ' + left + ' s');
        await pause(1000);
      }
      if (!isWanted()) throw e;
    }
  }
}

function postOnce(form, onSent) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', 'api/jobs');
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = (e) => onSent(e.lengthComputable ? e.loaded / e.total : 0);
    request.onload = () => request.status === 201 ? resolve(request.response)
      : reject(new Refused(request.status, request.response?.message || 'The server answered ' + request.status + '.', Number(request.getResponseHeader('Retry-After'))));
    request.onerror = () => reject(new Refused(0, 'The server cannot be reached, or it refused the file while it was being sent.', 0));
    request.send(form);
  });
}

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Calls back with every state of a job until it has ended; outlives a lost connection. */
async function watch(id, onJob, isWanted) {
  while (isWanted()) {
    try {
      const answer = await call(`api/jobs/${id}/events`);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done || !isWanted()) { reader.cancel(); break; }
        text += value;
        let end;
        while ((end = text.indexOf('\n\n')) >= 0) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          if (event.startsWith('event: deleted')) throw new Refused(404, 'The picture was deleted.');
          const at = event.indexOf('data: ');
          if (at < 0) continue;
          const job = JSON.parse(event.slice(at + 6));
          onJob(job);
          if (job.state === 'done' || job.state === 'failed') return job;
        }
      }
    } catch (e) {
      if (e.status && e.status !== 429) throw e;
      say('the connection was lost; trying again');
    }
    await pause(1500);
  }
  return null;
}

// ---- a job from start to end ----

const complain = (text) => { $('message').textContent = text; $('message').hidden = !text; };
const say = (text) => { if ($('work-state').textContent !== text) $('work-state').textContent = text; };

function duration(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? whole + ' s' : Math.floor(whole / 60) + ' min ' + (whole % 60) + ' s';
}

function showProgress(job) {
  if (job.state === 'queued') say(job.ahead ? 'waiting, ' + job.ahead + ' ahead' : 'waiting');
  else say(job.progress > 0 ? 'about ' + duration(job.secondsLeft) + ' left' : 'working');
  if (job.progress > 0) $('work-bar').value = job.progress; else $('work-bar').removeAttribute('value');
}

async function start(form, name) {
  const turn = ++state.follow;
  const isWanted = () => turn === state.follow;
  complain('');
  $('work').hidden = false;
  $('work-name').textContent = name;
  $('work-bar').value = 0;
  say('sending');
  state.pending = null;
  try {
    const job = await post(form, (share) => { $('work-bar').value = share; }, isWanted);
    if (!isWanted()) { await call('api/jobs/' + job.id, { method: 'DELETE' }); return; }
    await follow(job, turn);
  } catch (e) { if (isWanted()) { $('work').hidden = true; complain(e.message); } }
}

async function follow(job, turn = ++state.follow) {
  const isWanted = () => turn === state.follow;
  state.pending = job.id;
  location.hash = job.id;
  $('work').hidden = false;
  $('work-name').textContent = job.name;
  try {
    const ended = await watch(job.id, showProgress, isWanted);
    if (!ended || !isWanted()) return;
    if (ended.state === 'failed') complain(ended.message); else await show(ended);
  } catch (e) { if (isWanted()) complain(e.message); }
  if (isWanted()) { $('work').hidden = true; state.pending = null; }
}

async function cancel() {
  const id = state.pending;
  state.follow++;
  state.pending = null;
  $('work').hidden = true;
  location.hash = state.job ? state.job.id : '';
  if (id) await call('api/jobs/' + id, { method: 'DELETE' }).catch(() => {});
}

async function choose(files) {
  const [file] = files;
  if (!file) return;
  if (files.length > 1) { complain(`${files.length} files at once are too many: give one picture here; the command "clearer upscale" takes whole folders.`); return; }
  if (!state.offer) { complain('The page is not ready yet: try again in a moment.'); return; }
  try { await file.slice(0, 1).arrayBuffer(); } catch { complain(file.name + ' cannot be read: give a picture, not a folder.'); return; }
  const most = state.offer.uploadMegabytes;
  if (file.size > most * 1e6) { complain(file.name + ' is over ' + most + ' MB: shrink it.'); return; }
  if (!state.chosen) $('scale').value = await isLarge(file) ? 1 : 4;
  const form = new FormData();
  form.append('file', file, file.name || 'pasted.png');
  form.append('scale', $('scale').value);
  if ($('model').value) form.append('model', $('model').value);
  form.append('ensemble', $('ensemble').checked);
  start(form, file.name || 'pasted picture');
}

/** Whether a picture is better kept at its size; no, where the browser cannot read it. */
async function isLarge(file) {
  try {
    const bitmap = await createImageBitmap(file), pixels = bitmap.width * bitmap.height;
    bitmap.close();
    return pixels > LARGE;
  } catch { return false; }
}

// ---- the result ----

async function load(path) { return URL.createObjectURL(await (await call(path)).blob()); }

function picture(img, url) {
  img.src = url;
  return img.decode().catch(() => {});
}

async function show(job) {
  const before = state.job;
  const same = before && before.name === job.name && urls.after && state.source === sourceOf(job);
  const path = 'api/jobs/' + job.id + '/';
  const [original, result, blur, regions, unsure, noise] = await Promise.all([
    load(path + 'original'), load(path + 'result'),
    map(job, 'blur', 10), map(job, 'semantics', 1), map(job, 'uncertainty', 100), map(job, 'noise', 100)]);
  for (const old of [urls.original, urls.earlier, same ? '' : urls.after]) if (old) URL.revokeObjectURL(old);
  urls.original = original;
  urls.earlier = same ? urls.after : '';
  urls.after = result;
  state.source = sourceOf(job);
  state.job = job;
  const { width, height } = job.facts;
  maps.step = Math.ceil(Math.sqrt(width * height / LARGE));
  maps.width = Math.ceil(width / maps.step);
  maps.height = Math.ceil(height / maps.step);
  maps.blur = blur && shrink(blur, maps.width, maps.height, true);
  maps.regions = regions && shrink(regions, maps.width, maps.height, false);
  maps.unsure = unsure && shrink(unsure, maps.width, maps.height, true);
  offerViews(blur, regions, unsure, noise);
  clearStrokes();
  $('against').value = 'original';
  $('against').options[1].disabled = !urls.earlier;
  $('viewer').hidden = false;
  document.body.classList.add('has-result');
  $('title').textContent = job.name;
  const f = job.facts;
  $('facts').textContent = `${f.width} × ${f.height} to ${f.resultWidth} × ${f.resultHeight} in ${duration(f.seconds)}; blur ${f.meanBlur.toFixed(1)} px on average, ${f.greatestBlur.toFixed(1)} px at most` + (job.message ? '. ' + job.message : '');
  $('stage').style.setProperty('--ratio', f.width / f.height);
  $('layer').style.width = f.resultWidth + 'px';
  $('layer').style.height = f.resultHeight + 'px';
  await Promise.all([picture($('before'), original), picture($('after'), result)]);
  remember(job);
  if (!same) fit(); else place();
  drawOverlay();
}

/** A map of the job, or null if its model makes none of this kind. */
async function map(job, name, steps) {
  return job.facts.maps.includes(name) ? readPng(await (await call(`api/jobs/${job.id}/${name}`)).arrayBuffer(), steps) : null;
}

/** Shows the controls of the maps that there are. */
function offerViews(blur, regions, unsure, noise) {
  for (const [name, there] of [['blur', blur], ['regions', regions]]) {
    const radio = document.querySelector(`input[name=view][value=${name}]`);
    radio.parentElement.hidden = !there;
    if (radio.checked && !there) { document.querySelector('input[name=view][value=picture]').checked = true; state.view = 'picture'; }
  }
  $('correct').hidden = !blur;
  $('denoise-row').hidden = !noise;
  $('legend-unsure').hidden = !unsure;
  for (const [name, there] of [['blur', blur], ['semantics', regions], ['uncertainty', unsure], ['noise', noise]]) {
    document.querySelector(`[data-get="${name}"]`).hidden = !there;
  }
}

/** Corrected results of one picture belong together. */
const sourceOf = (job) => job.name + ' ' + job.facts.width + 'x' + job.facts.height + ' ' + job.options.scale;

function place() {
  const stage = $('stage'), ratio = window.devicePixelRatio || 1;
  const snap = (v) => Math.round(v * ratio) / ratio;
  state.x = snap(state.x); state.y = snap(state.y);
  $('layer').style.transform = `translate(${state.x}px, ${state.y}px) scale(${state.zoom})`;
  const line = snap(state.split * stage.clientWidth);
  $('handle').style.left = line + 'px';
  $('handle').setAttribute('aria-valuenow', Math.round(state.split * 100));
  const width = state.job ? state.job.facts.resultWidth : 0;
  const cut = Math.min(width, Math.max(0, (line - state.x) / state.zoom));
  const whole = state.view !== 'picture';
  $('after').style.clipPath = whole ? 'none' : `inset(0 0 0 ${cut}px)`;
  for (const id of ['handle', 'tag-before', 'tag-after']) $(id).hidden = whole;
  stage.classList.toggle('exact', state.zoom * ratio >= 0.999);
  stage.classList.toggle('free', !state.fit || whole);
  stage.classList.toggle('painting', isPainting());
  $('zoom-value').textContent = Math.round(state.zoom * ratio * 100) + ' %';
}

function fit() {
  const stage = $('stage'), f = state.job.facts;
  state.fit = true;
  state.zoom = Math.min(stage.clientWidth / f.resultWidth, stage.clientHeight / f.resultHeight);
  state.x = (stage.clientWidth - f.resultWidth * state.zoom) / 2;
  state.y = (stage.clientHeight - f.resultHeight * state.zoom) / 2;
  place();
}

function zoomTo(zoom, cx = $('stage').clientWidth / 2, cy = $('stage').clientHeight / 2) {
  const next = Math.min(32, Math.max(0.02, zoom));
  state.x = cx - (cx - state.x) * next / state.zoom;
  state.y = cy - (cy - state.y) * next / state.zoom;
  state.zoom = next;
  state.fit = false;
  place();
}

function pan(dx, dy) { state.x += dx; state.y += dy; state.fit = false; place(); }
function split(share) { state.split = Math.min(1, Math.max(0, share)); place(); }

// ---- maps: the server's PNG files, whose numbers a canvas would change ----

async function pump(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/** Reads a grey PNG of 8 or 16 bits, not interlaced, to its numbers; 16 bits hold them times steps. */
async function readPng(buffer, steps) {
  const view = new DataView(buffer), parts = [];
  let width = 0, height = 0, size = 1;
  for (let at = 8; at < buffer.byteLength;) {
    const length = view.getUint32(at), type = view.getUint32(at + 4);
    if (type === 0x49484452) { width = view.getUint32(at + 8); height = view.getUint32(at + 12); size = view.getUint8(at + 16) / 8; }
    if (type === 0x49444154) parts.push(new Uint8Array(buffer, at + 8, length));
    at += length + 12;
  }
  const raw = await pump(await new Blob(parts).arrayBuffer(), new DecompressionStream('deflate'));
  const stride = width * size, values = new Float32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)], row = raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    for (let i = 0; i < stride; i++) {
      const a = i >= size ? row[i - size] : 0, b = above[i], c = i >= size ? above[i - size] : 0;
      row[i] += filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : filter === 4 ? paeth(a, b, c) : 0;
    }
    for (let x = 0; x < width; x++) values[y * width + x] = size === 2 ? (row[2 * x] * 256 + row[2 * x + 1]) / steps : row[x];
    above = row;
  }
  return { width, height, values };
}

function paeth(a, b, c) {
  const pa = Math.abs(b - c), pb = Math.abs(a - c), pc = Math.abs(a + b - 2 * c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Writes sigma as the 16-bit grey PNG that the server reads, each cell step pixels a side. */
async function writePng(width, height, sigma, cells, step) {
  const rows = new Uint8Array(height * (2 * width + 1));
  for (let y = 0, at = 0; y < height; y++) {
    at++;
    const row = Math.floor(y / step) * cells;
    for (let x = 0; x < width; x++) {
      const value = Math.min(65535, Math.round(10 * sigma[row + Math.floor(x / step)]));
      rows[at++] = value >> 8;
      rows[at++] = value & 255;
    }
  }
  const head = new DataView(new ArrayBuffer(13));
  head.setUint32(0, width);
  head.setUint32(4, height);
  head.setUint8(8, 16);
  const data = await pump(rows, new CompressionStream('deflate'));
  return new Blob([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', new Uint8Array(head.buffer)), chunk('IDAT', data), chunk('IEND', new Uint8Array())], { type: 'image/png' });
}

function chunk(type, data) {
  const bytes = new Uint8Array(data.length + 12), view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  let crc = -1;
  for (const byte of bytes.subarray(4, data.length + 8)) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  view.setUint32(data.length + 8, ~crc);
  return bytes;
}

/** To cells of the size in which maps are drawn and painted: means, or what is in the middle. */
function shrink(map, width, height, mean) {
  const scale = Math.max(1, Math.round(map.width / width)), out = new Float32Array(width * height);
  const column = (x) => Math.min(map.width - 1, x), row = (y) => Math.min(map.height - 1, y) * map.width;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!mean) { out[y * width + x] = map.values[row(y * scale + (scale >> 1)) + column(x * scale + (scale >> 1))]; continue; }
      let sum = 0;
      for (let j = 0; j < scale; j++) for (let i = 0; i < scale; i++) sum += map.values[row(y * scale + j) + column(x * scale + i)];
      out[y * width + x] = sum / scale / scale;
    }
  }
  return out;
}

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

function ramp() {
  const stops = state.offer.blurColours.map(rgb), table = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = i / 255 * (stops.length - 1), low = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++) table[3 * i + c] = stops[low][c] + (at - low) * (stops[low + 1][c] - stops[low][c]);
  }
  return table;
}

const sigmaAt = (i) => maps.blur[i] * maps.strength;

/** How sure the blur of a cell is, 0 to 1: its expected error beside it. */
function sureAt(i) {
  if (!maps.unsure || maps.estimate && maps.blur[i] !== maps.estimate[i]) return 1;
  return 1 - Math.min(1, Math.max(0, (maps.unsure[i] / Math.max(1, maps.blur[i]) - 0.15) / 0.35));
}

function drawOverlay() {
  const blurred = state.view === 'blur', shown = state.view !== 'picture';
  $('overlay').hidden = !shown;
  $('legend-blur').hidden = !blurred;
  $('legend-regions').hidden = state.view !== 'regions';
  $('map-tools').hidden = !shown;
  place();
  if (!shown || !(blurred ? maps.blur : maps.regions)) return;
  const canvas = $('overlay'), count = maps.width * maps.height;
  canvas.width = maps.width;
  canvas.height = maps.height;
  canvas.style.opacity = $('opacity').value;
  const context = canvas.getContext('2d'), image = context.createImageData(maps.width, maps.height);
  let largest = 1;
  if (blurred) for (let i = 0; i < count; i++) largest = Math.max(largest, sigmaAt(i));
  maps.largest = Math.ceil(largest);
  const colours = ramp(), classes = state.offer.classes.map((c) => rgb(c.colour)), seen = new Set();
  for (let i = 0; i < count; i++) {
    const at = blurred ? 3 * Math.min(255, Math.round(255 * sigmaAt(i) / maps.largest)) : maps.regions[i];
    const colour = blurred ? colours.subarray(at, at + 3) : classes[at] || [0, 0, 0];
    image.data.set(colour, 4 * i);
    image.data[4 * i + 3] = blurred ? 255 * (hatched(i) ? 0 : 0.35 + 0.65 * sureAt(i)) : 255;
    if (!blurred) seen.add(at);
  }
  context.putImageData(image, 0, 0);
  if (blurred) drawRamp(colours); else drawClasses(seen);
}

/** Every fourth diagonal of what is quite unsure stays free. */
function hatched(i) {
  return sureAt(i) < 0.35 && ((i % maps.width + Math.floor(i / maps.width)) & 7) < 2;
}

function drawRamp(colours) {
  const context = $('ramp').getContext('2d'), image = context.createImageData(256, 1);
  for (let i = 0; i < 256; i++) { image.data.set(colours.subarray(3 * i, 3 * i + 3), 4 * i); image.data[4 * i + 3] = 255; }
  context.putImageData(image, 0, 0);
  $('ramp-end').textContent = maps.largest + ' px';
}

function drawClasses(seen) {
  $('legend-regions').replaceChildren(...state.offer.classes.filter((c) => seen.has(c.index)).map((c) => {
    const item = document.createElement('li'), swatch = document.createElement('canvas');
    swatch.className = 'swatch';
    swatch.width = swatch.height = 1;
    const context = swatch.getContext('2d');
    context.fillStyle = c.colour;
    context.fillRect(0, 0, 1, 1);
    item.append(swatch, c.name);
    return item;
  }));
}

/** Pixels of the result per cell of the maps. */
const cellSize = () => maps.step * state.job.facts.resultWidth / state.job.facts.width;

/** The cell of the maps under a point of the stage, or -1. */
function cellAt(x, y) {
  const column = Math.floor((x - state.x) / state.zoom / cellSize()), row = Math.floor((y - state.y) / state.zoom / cellSize());
  return column < 0 || row < 0 || column >= maps.width || row >= maps.height ? -1 : row * maps.width + column;
}

function tell(x, y, where) {
  if (state.view === 'picture' || !state.job) return;
  const at = cellAt(x, y);
  if (at < 0) { $('value').textContent = ''; return; }
  const text = state.view === 'blur' ? blurAt(at) : state.offer.classes[maps.regions[at]]?.name || 'unknown';
  $('value').textContent = `${where}: ` + text;
}

function blurAt(i) {
  const error = maps.unsure ? ' ± ' + maps.unsure[i].toFixed(1) : '';
  return sigmaAt(i).toFixed(1) + (sureAt(i) === 1 && maps.estimate ? '' : error) + ' px';
}

const tellMiddle = () => tell($('stage').clientWidth / 2, $('stage').clientHeight / 2, 'In the middle');

// ---- correcting the estimate ----

const isPainting = () => $('paint').checked && state.view === 'blur';

function clearStrokes() {
  maps.strokes = [];
  maps.painted = false;
  maps.estimate = null;
  maps.strength = 1;
  maps.denoise = state.job ? state.job.options.denoise : 1;
  $('strength').value = 0;
  $('denoise').value = maps.denoise;
  told();
}

function told() {
  const k = maps.strength;
  $('strength-value').textContent = k === 1 ? 'as estimated' : k > 1 ? k.toFixed(2) + ' times blurrier' : (1 / k).toFixed(2) + ' times sharper';
  $('undo').disabled = !maps.strokes.length;
  const same = !state.job || maps.denoise === state.job.options.denoise;
  $('denoise-value').textContent = maps.denoise === 1 ? 'as estimated' : maps.denoise === 0 ? 'none: the grain stays' : maps.denoise.toFixed(2) + ' times the estimate';
  $('again').disabled = $('reset').disabled = k === 1 && !maps.painted && same;
  $('paint-value').textContent = Number($('paint-sigma').value).toFixed(1) + ' px';
  $('paint-size').textContent = $('paint-radius').value + ' px';
}

function stroke(x, y) {
  const size = cellSize(), cx = (x - state.x) / state.zoom / size, cy = (y - state.y) / state.zoom / size;
  const radius = Math.max(0.5, $('paint-radius').value / size), sigma = $('paint-sigma').value / maps.strength;
  for (let row = Math.max(0, Math.floor(cy - radius)); row <= Math.min(maps.height - 1, cy + radius); row++) {
    for (let column = Math.max(0, Math.floor(cx - radius)); column <= Math.min(maps.width - 1, cx + radius); column++) {
      if ((column + 0.5 - cx) ** 2 + (row + 0.5 - cy) ** 2 <= radius * radius) maps.blur[row * maps.width + column] = sigma;
    }
  }
  maps.painted = true;
  drawSoon();
}

let drawing = false;
function drawSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; drawOverlay(); told(); });
}

function keepStroke() {
  maps.estimate ??= maps.blur.slice();
  maps.strokes.push(maps.blur.slice());
  if (maps.strokes.length > 20) maps.strokes.shift();
}

function undo() {
  if (!maps.strokes.length) return;
  maps.blur = maps.strokes.pop();
  maps.painted = maps.strokes.length > 0;
  drawSoon();
}

async function again() {
  const { options } = state.job, form = new FormData();
  form.append('from', state.job.id);
  form.append('scale', options.scale);
  form.append('model', options.model);
  form.append('ensemble', options.ensemble);
  form.append('range', options.range);
  if (maps.denoise !== 1) form.append('denoise', maps.denoise);
  if (maps.painted || options.blur === 'map') {
    const sigma = maps.blur.map((value) => value * maps.strength);
    const { width, height } = state.job.facts;
    form.append('blur', await writePng(width, height, sigma, maps.width, maps.step), 'blur.png');
  } else {
    form.append('blur', options.blur);
    form.append('strength', Math.min(state.offer.strongest, options.strength * maps.strength).toFixed(4));
  }
  start(form, state.job.name);
}

// ---- recent results of this browser ----

const recent = () => { try { return JSON.parse(localStorage.getItem('clearer.recent')) || []; } catch { return []; } };
function keep(list) { try { localStorage.setItem('clearer.recent', JSON.stringify(list.slice(0, 12))); } catch { /* it is full: forget */ } }

function remember(job) {
  const canvas = document.createElement('canvas'), img = $('after');
  canvas.width = 160;
  canvas.height = 110;
  const size = Math.max(160 / img.naturalWidth, 110 / img.naturalHeight);
  canvas.getContext('2d').drawImage(img, (160 - img.naturalWidth * size) / 2, (110 - img.naturalHeight * size) / 2, img.naturalWidth * size, img.naturalHeight * size);
  const told = job.options.blur !== 'auto' || job.options.strength !== 1 || job.options.denoise !== 1;
  keep([{ id: job.id, name: job.name, note: (job.options.scale === 1 ? 'same size' : '×' + job.options.scale) + (told ? ', corrected' : '') + (job.options.ensemble ? ', best quality' : ''), thumb: canvas.toDataURL('image/jpeg', 0.7) }, ...recent().filter((r) => r.id !== job.id)]);
  listRecent();
}

function forget(id) { keep(recent().filter((r) => r.id !== id)); listRecent(); }

function listRecent() {
  const list = recent();
  $('recent').hidden = !list.length;
  $('recent-list').replaceChildren(...list.map((r) => {
    const item = document.createElement('li'), button = document.createElement('button'), img = new Image(), name = document.createElement('span'), note = document.createElement('span');
    button.type = 'button';
    img.src = r.thumb;
    img.alt = '';
    name.textContent = r.name;
    note.textContent = r.note;
    note.className = 'quiet';
    button.append(img, name, note);
    button.addEventListener('click', () => open(r.id));
    item.append(button);
    return item;
  }));
}

async function open(id) {
  complain('');
  try {
    const job = await (await call('api/jobs/' + id)).json();
    if (job.state === 'done') { state.follow++; $('work').hidden = true; location.hash = id; await show(job); $('viewer').scrollIntoView({ block: 'start' }); } else await follow(job);
  } catch (e) {
    if (e.status === 404) { forget(id); location.hash = ''; }
    complain(e.message);
  }
}

/** The name as it is (filename*), or in plain letters where a proxy dropped that. */
function fileName(disposition) {
  const exact = /filename\*=UTF-8''([^;]+)/i.exec(disposition), plain = /filename="([^"]*)"/.exec(disposition);
  try { return decodeURIComponent(exact[1]); } catch { return plain ? plain[1] : 'picture'; }
}

async function download(what) {
  const answer = await call('api/jobs/' + state.job.id + '/' + what);
  const link = document.createElement('a');
  link.download = fileName(answer.headers.get('Content-Disposition'));
  link.href = URL.createObjectURL(await answer.blob());
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function remove() {
  const id = state.job.id;
  await call('api/jobs/' + id, { method: 'DELETE' });
  forget(id);
  $('viewer').hidden = true;
  document.body.classList.remove('has-result');
  state.job = null;
  location.hash = '';
  $('file').focus();
}

// ---- hands: mouse, fingers, keys ----

const pointers = new Map();
let drag = '', splitBefore = 0.5;

function at(e) { const box = $('stage').getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; }

function pointerDown(e) {
  if (!state.job || e.button > 0) return;
  const [x, y] = at(e);
  pointers.set(e.pointerId, [x, y]);
  $('stage').setPointerCapture(e.pointerId);
  if (pointers.size === 2) { beginPinch(); return; }
  drag = e.target === $('handle') ? 'split' : isPainting() ? 'paint' : state.fit && state.view === 'picture' ? 'split' : 'pan';
  if (drag === 'paint') { keepStroke(); stroke(x, y); }
  splitBefore = state.split;
  if (drag === 'split') split(x / $('stage').clientWidth);
}

/** The first of two fingers did not mean what it began. */
function beginPinch() {
  if (drag === 'paint') undo();
  if (drag === 'split') split(splitBefore);
  drag = 'pinch';
}

function pointerMove(e) {
  if (!state.job) return;
  const [x, y] = at(e);
  tell(x, y, 'Under the pointer');
  showBrush(x, y);
  const last = pointers.get(e.pointerId);
  if (!last) return;
  if (drag === 'pinch') pinch(e.pointerId, x, y);
  if (drag === 'split') split(x / $('stage').clientWidth);
  if (drag === 'pan') pan(x - last[0], y - last[1]);
  if (drag === 'paint') stroke(x, y);
  pointers.set(e.pointerId, [x, y]);
}

function pinch(id, x, y) {
  const [other] = [...pointers].filter(([key]) => key !== id).map(([, value]) => value);
  const last = pointers.get(id);
  if (!other) return;
  const was = Math.hypot(last[0] - other[0], last[1] - other[1]), is = Math.hypot(x - other[0], y - other[1]);
  zoomTo(state.zoom * is / Math.max(1, was), (last[0] + other[0]) / 2, (last[1] + other[1]) / 2);
  pan((x - last[0]) / 2, (y - last[1]) / 2);
}

function pointerUp(e) { pointers.delete(e.pointerId); if (!pointers.size) drag = ''; }

function showBrush(x, y) {
  const brush = $('brush'), size = 2 * $('paint-radius').value * state.zoom;
  brush.hidden = !isPainting();
  brush.style.width = brush.style.height = size + 'px';
  brush.style.left = x - size / 2 + 'px';
  brush.style.top = y - size / 2 + 'px';
}

function stageKey(e) {
  if (!state.job || e.ctrlKey || e.metaKey || e.altKey) return;
  const step = 40, moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
  if (e.target === $('handle')) {
    const to = { ArrowLeft: state.split - 0.02, ArrowDown: state.split - 0.02, ArrowRight: state.split + 0.02, ArrowUp: state.split + 0.02, Home: 0, End: 1 }[e.key];
    if (to === undefined) return;
    split(to);
  } else if (moves[e.key]) pan(...moves[e.key]);
  else if (e.key === '+' || e.key === '=') zoomTo(state.zoom * 1.25);
  else if (e.key === '-') zoomTo(state.zoom / 1.25);
  else if (e.key === '0') fit();
  else if (e.key === '1') zoomTo(1 / (window.devicePixelRatio || 1));
  else if (isPainting() && (e.key === ' ' || e.key === 'Enter')) { keepStroke(); stroke($('stage').clientWidth / 2, $('stage').clientHeight / 2); }
  else return;
  e.preventDefault();
  tellMiddle();
  if (isPainting()) showBrush($('stage').clientWidth / 2, $('stage').clientHeight / 2);
}

function listen() {
  const on = (id, event, action) => $(id).addEventListener(event, action);
  const sure = (action) => () => Promise.resolve(action()).catch((e) => complain(e.message));
  on('file', 'change', () => { choose($('file').files); $('file').value = ''; });
  for (const event of ['dragover', 'dragenter']) window.addEventListener(event, (e) => { e.preventDefault(); $('drop').classList.add('over'); });
  window.addEventListener('dragleave', () => $('drop').classList.remove('over'));
  window.addEventListener('drop', (e) => { e.preventDefault(); $('drop').classList.remove('over'); choose(e.dataTransfer.files); });
  window.addEventListener('paste', (e) => choose(e.clipboardData.files));
  on('cancel', 'click', cancel);
  on('zoom-in', 'click', () => zoomTo(state.zoom * 1.5));
  on('zoom-out', 'click', () => zoomTo(state.zoom / 1.5));
  on('zoom-fit', 'click', fit);
  on('zoom-one', 'click', () => zoomTo(1 / (window.devicePixelRatio || 1)));
  on('against', 'change', () => picture($('before'), $('against').value === 'original' ? urls.original : urls.earlier));
  for (const radio of document.querySelectorAll('input[name=view]')) radio.addEventListener('change', () => { state.view = radio.value; if (state.view !== 'blur') $('paint').checked = false; $('brush').hidden = true; drawOverlay(); tellMiddle(); });
  on('opacity', 'input', () => { $('overlay').style.opacity = $('opacity').value; });
  on('strength', 'input', () => { maps.strength = Number($('strength').value) === 0 ? 1 : 2 ** $('strength').value; showBlur(); drawSoon(); });
  on('denoise', 'input', () => { maps.denoise = Number($('denoise').value); told(); });
  on('scale', 'change', () => { state.chosen = true; });
  on('paint', 'change', () => { if ($('paint').checked) showBlur(); $('brush').hidden = !isPainting(); place(); });
  on('paint-sigma', 'input', told);
  on('paint-radius', 'input', told);
  on('undo', 'click', undo);
  on('reset', 'click', () => { if (maps.strokes.length) maps.blur = maps.strokes[0]; clearStrokes(); drawOverlay(); });
  on('again', 'click', sure(again));
  on('delete', 'click', sure(remove));
  for (const button of document.querySelectorAll('[data-get]')) button.addEventListener('click', sure(() => download(button.dataset.get)));
  on('stage', 'pointerdown', pointerDown);
  on('stage', 'pointermove', pointerMove);
  on('stage', 'pointerup', pointerUp);
  on('stage', 'pointercancel', pointerUp);
  $('stage').addEventListener('touchstart', (e) => { if (e.touches.length > 1) e.preventDefault(); }, { passive: false });
  on('stage', 'pointerleave', () => { $('brush').hidden = true; });
  on('stage', 'keydown', stageKey);
  $('stage').addEventListener('wheel', (e) => {
    if (!state.job || (!e.ctrlKey && !$('stage').contains(document.activeElement))) return;
    e.preventDefault();
    zoomTo(state.zoom * 2 ** (-e.deltaY / 300), ...at(e));
  }, { passive: false });
  window.addEventListener('resize', () => { if (state.job) { if (state.fit) fit(); else place(); } });
}

function showBlur() {
  if (state.view === 'blur') return;
  document.querySelector('input[name=view][value=blur]').checked = true;
  state.view = 'blur';
  drawOverlay();
}

async function begin() {
  listen();
  listRecent();
  try {
    const offer = state.offer = await (await call('api/options')).json();
    $('limits').textContent = `PNG, JPEG, TIFF, WebP, BMP or GIF, up to ${offer.uploadMegabytes} MB and ${offer.megapixels} megapixels`;
    $('kept').textContent = `Known to this browser only. The server deletes results after ${offer.hoursKept} hours.`;
    for (const scale of offer.scales) $('scale').append(new Option(scale === 1 ? 'Keep size' : '×' + scale, scale, scale === 4, scale === 4));
    if (offer.models.length > 1) $('model').append(new Option('chosen by size', ''));
    for (const model of offer.models) $('model').append(new Option(model.replace(/^.*[/\\]/, ''), model));
    told();
    const id = location.hash.slice(1);
    if (/^[0-9a-f-]{36}$/.test(id)) await open(id);
  } catch (e) { complain(e.status ? e.message : 'The server cannot be reached: try again later.'); }
}

begin();
