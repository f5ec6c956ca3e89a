"""The one door to ONNX Runtime: processor only, few threads, quiet."""

from pathlib import Path

import onnxruntime

from inference.errors import WeightsUnusable

_ERRORS_ONLY = 4
SEED = 1
"a voice varies what it says a little: the same way each time it is started"


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A model ready to run; its threads sleep when there is nothing to do."""
    onnxruntime.disable_telemetry_events()
    onnxruntime.set_seed(SEED)
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(threads, 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    options.enable_mem_pattern = False  # a plan would be kept for each length that was ever met
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise WeightsUnusable(path.name, type(error).__name__) from error
