"""Knowledge distillation: learn the probabilities of a teacher (Hinton, Vinyals, Dean 2015, section 2).

    T^2 sum_t KL( softmax(teacher_t / T) || softmax(student_t / T) )

T^2 keeps the size of the gradient when the temperature T changes. A sum over frames, labelled or not.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F


def distillation_sum(logits: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """The formula above. Logits of the student and of the teacher (T, classes)."""
    said, known = F.log_softmax(logits / temperature, dim=-1), F.log_softmax(teacher / temperature, dim=-1)
    return temperature**2 * F.kl_div(said, known, reduction="sum", log_target=True)
