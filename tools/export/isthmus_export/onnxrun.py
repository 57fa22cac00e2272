"""Runs a chain of graphs in ONNX Runtime, in a process of its own: python onnxrun.py IMAGES OUTPUTS FILE…

IMAGES is an .npy, OUTPUTS becomes an .npz with the tensors of the last graph in their order. On an error the last line
of standard error is the number of the graph, a colon and the reason. The process has no PyTorch, with whose bindings
those of ONNX Runtime do not get on in every version.
"""

import sys

import numpy


def main(images: str, outputs: str, *files: str) -> int:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    tensors = [numpy.load(images)]
    for number, file in enumerate(files):
        try:
            session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
            inputs = [given.name for given in session.get_inputs()]
            tensors = session.run(None, dict(zip(inputs, tensors)))
        except Exception as error:  # ONNX Runtime's own kinds have no common base
            print(f"{number}:{' '.join(str(error).split())}", file=sys.stderr)
            return 1
    numpy.savez(outputs, *tensors)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
