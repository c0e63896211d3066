#!/usr/bin/env python3
"""How fast PyTorch runs a dense DeiT on this GPU: eager and compiled, in half precision.

The yardstick of gpu-check.sh, measured in the same run on the same GPU. Self-contained: it builds the architecture itself, with
drawn weights, since neither timm nor weights may be at hand, and speed does not depend on them. Attention is
scaled_dot_product_attention, which is the fused kernel on a GPU. A batch is on the device before the clock starts and its
logits stay there, so this is the model alone. Times are those of CUDA events around each run; on a CPU, of the clock.

Prints one JSON object; progress goes to standard error. A variant that fails is reported with its reason beside the others.
"""

import argparse
import json
import statistics
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as missing:
    sys.exit(f"torch_baseline: PyTorch cannot be imported: {missing}.")

WIDTHS = {"deit-tiny": (192, 3), "deit-small": (384, 6), "deit-base": (768, 12)}
# Of torch.compile. Tuned tries many kernels for each product, for minutes, and replays a run as one CUDA graph.
MODES = {"compile": "default", "compile-tuned": "max-autotune"}
PICTURE, PATCH, DEPTH, CLASSES = 224, 16, 12, 1000
PATCHES = (PICTURE // PATCH) ** 2


class Block(nn.Module):
    """A pre-norm block: [batch, tokens, width] to the same."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        qkv = self.qkv(self.norm1(x)).reshape(batch, tokens, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        attended = F.scaled_dot_product_attention(query, key, value)
        x = x + self.proj(attended.transpose(1, 2).reshape(batch, tokens, width))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Deit(nn.Module):
    """Normalised pictures [batch, 3, 224, 224] to logits [batch, 1000]."""

    def __init__(self, width, heads):
        super().__init__()
        self.patch_embed = nn.Conv2d(3, width, PATCH, stride=PATCH)
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.pos_embed = nn.Parameter(torch.randn(1, PATCHES + 1, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(DEPTH))
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, CLASSES)

    def forward(self, pictures):
        x = self.patch_embed(pictures).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls_token.expand(x.shape[0], -1, -1), x), dim=1) + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])


def gmacs(width):
    """Multiply-accumulates of a picture, in billions, counted as Sluice counts them."""
    tokens = PATCHES + 1
    block = 12 * tokens * width * width + 2 * tokens * tokens * width
    return (PATCHES * 3 * PATCH * PATCH * width + DEPTH * block + width * CLASSES) / 1e9


def runs_seconds(run, device, turns, seconds):
    """Seconds of each run, after a warm-up: at least `turns`, until `seconds` have passed."""
    for _ in range(5):
        run()
    times = []
    begin = time.perf_counter()
    while len(times) < turns or time.perf_counter() - begin < seconds:
        times.append(timed(run, device))
    return times


def timed(run, device):
    if device.type != "cuda":
        begin = time.perf_counter()
        run()
        return time.perf_counter() - begin
    begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    begin.record()
    run()
    end.record()
    end.synchronize()
    return begin.elapsed_time(end) / 1e3


def spread(values):
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def measure(model, variant, arch, batch, device, options):
    """One row: pictures a second of a model at a batch."""
    pictures = torch.randn(batch, 3, PICTURE, PICTURE, device=device, dtype=options.dtype)
    with torch.inference_mode():
        seconds = runs_seconds(lambda: model(pictures), device, options.turns, options.seconds)
    row = {"model": arch, "variant": variant, "batch": batch, "runs": len(seconds), "gmacs": gmacs(WIDTHS[arch][0])}
    row["imagesPerSecond"] = spread([batch / one for one in seconds])
    return row


def variants(arch, device, options):
    torch.manual_seed(1)
    model = Deit(*WIDTHS[arch]).eval().to(device, options.dtype)
    for variant in options.variant:
        yield variant, model if variant == "eager" else torch.compile(model, mode=MODES[variant], dynamic=False)


def models(options, device):
    rows, failures = [], []
    for arch in options.arch:
        for variant, model in variants(arch, device, options):
            for batch in options.batch:
                say(f"{arch}, {variant}, batch {batch}")
                try:
                    rows.append(measure(model, variant, arch, batch, device, options))
                except Exception as problem:  # one variant that cannot be run is no reason to lose the others
                    reason = first_line(problem)
                    failures.append({"model": arch, "variant": variant, "batch": batch, "reason": reason})
                    say(f"failed: {reason}")
    return rows, failures


def first_line(problem):
    lines = str(problem).strip().splitlines() or ["nothing more is said"]
    return f"{type(problem).__name__}: {lines[0]}"


def matmul_tflops(device, options):
    """What a large matrix product reaches, in 10^12 operations a second: the peak that can be had, not the one stated."""
    side = 8192 if device.type == "cuda" else 512
    left, right = (torch.randn(side, side, device=device, dtype=options.dtype) for _ in range(2))
    seconds = statistics.median(runs_seconds(lambda: left @ right, device, 10, min(1.0, options.seconds)))
    return 2 * side**3 / seconds / 1e12


def say(line):
    print(f"torch_baseline: {line}", file=sys.stderr, flush=True)


def numbers(text):
    return [int(part) for part in text.split(",")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda", help="cuda, cuda:N or cpu (default: cuda)")
    parser.add_argument("--arch", action="append", choices=sorted(WIDTHS), help="default: deit-small")
    parser.add_argument("--batch", type=numbers, default=[1, 8, 32, 128, 256], help="default: 1,8,32,128,256")
    parser.add_argument("--turns", type=int, default=30, help="least number of timed runs (default: 30)")
    parser.add_argument("--seconds", type=float, default=2.0, help="least time of a measurement (default: 2)")
    parser.add_argument("--variant", action="append", choices=["eager", *MODES], help="default: eager and compile")
    options = parser.parse_args()
    options.arch = options.arch or ["deit-small"]
    options.variant = options.variant or ["eager", "compile"]
    options.dtype = torch.float16
    return options


def main():
    options = arguments()
    device = torch.device(options.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        sys.exit("torch_baseline: this PyTorch sees no GPU (torch.cuda.is_available() is false).")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    rows, failures = models(options, device)
    result = {"torch": torch.__version__, "device": name, "rows": rows, "failures": failures}
    result["matmulTflops"] = matmul_tflops(device, options)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
