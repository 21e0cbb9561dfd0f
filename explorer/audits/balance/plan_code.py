"""Python code for a training script that follows a plan, read from the plan's file.

``dataset`` in the code is a torchvision ``ImageFolder`` with one folder per wnid. Such a folder
may contain only some classes of the plan or of the data set, and its targets always count from 0,
so classes are always looked up by the name of their folder.
"""

import json

_READ = """\
with open({file}, encoding="utf-8") as source:
    plan = json.load(source)["by_wnid"]
"""

_SAMPLER = """\
import json
from collections import Counter

from torch.utils.data import WeightedRandomSampler

{read}\
folders = [dataset.classes[target] for target in dataset.targets]
found = Counter(folder for folder in folders if folder in plan)
# A folder with more or fewer images than the plan counted still gets its class's share.
weights = {{
    wnid: plan[wnid]["sampler_weight"] * plan[wnid]["images"] / images
    for wnid, images in found.items()
}}
sampler = WeightedRandomSampler(
    [weights.get(folder, 0.0) for folder in folders],
    num_samples=sum(plan[wnid]["planned"] for wnid in found),
)
"""

_LOSS = """\
import json
import random

import torch
from torch.utils.data import Subset

{read}\
images = {{wnid: [] for wnid in plan}}
for position, target in enumerate(dataset.targets):
    images.get(dataset.classes[target], []).append(position)
epoch = []
for wnid, own in images.items():
    random.shuffle(own)
    epoch += [own[at % len(own)] for at in range(plan[wnid]["planned"] if own else 0)]
planned = Subset(dataset, epoch)
by_class = [plan[wnid]["loss_weight"] if wnid in plan else 0.0 for wnid in dataset.classes]
loss = torch.nn.CrossEntropyLoss(weight=torch.tensor(by_class))
"""


def sampler_code(file: str) -> str:
    """Code that draws images with replacement by their sampler weights: makes ``sampler``.

    Args:
        file: name of the file that contains the plan as JSON.
    """
    return _SAMPLER.format(read=_READ.format(file=json.dumps(file)))


def loss_code(file: str) -> str:
    """Code that passes once over the planned images: makes ``planned``, a subset, and ``loss``.

    Args:
        file: name of the file that contains the plan as JSON.
    """
    return _LOSS.format(read=_READ.format(file=json.dumps(file)))
