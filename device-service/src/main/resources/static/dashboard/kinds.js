// What a network takes, in words, and which files can be it. Of pictures and sounds the bytes decide in the end.
const KINDS = {
  image: { one: 'picture', part: 'images', accept: 'image/jpeg,image/png,image/webp', files: 'JPEG, PNG or WebP files', can: () => true },
  audio: { one: 'sound', part: 'sounds', accept: '.wav,audio/wav,audio/x-wav,audio/wave', files: 'WAV files',
    can: file => /\.wav$/i.test(file.name) || /^audio\/(x-|vnd\.)?wave?$/.test(file.type) },
  tensor: { one: 'tensor', part: null, accept: '.safetensors', files: 'a safetensors file', can: file => /\.safetensors$/i.test(file.name) },
};

export const kindOf = model => KINDS[model.inputs?.[0]?.kind] ?? KINDS.image;
