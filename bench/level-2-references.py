# References for level-2 networks: run with Debian's python3-torch (1.13). Prints JSON.
import json, torch, torch.nn as nn, torch.nn.functional as F
torch.set_default_dtype(torch.float64)
GRADED = [('spinal', [0]), ('axial', [0]), ('foraminal', [1, 2]), ('subarticular', [3, 4])]
HIDDEN, STUDIES, LEVELS = 4, 3, 5
INPUTS = sum(3 * len(c) for _, c in GRADED)
def flat(x): return [round(v, 12) for v in x.detach().flatten().tolist()]
def rounded(x): return torch.round(x, decimals=3)

class Level2(nn.Module):
    def __init__(self, layer):
        super().__init__()
        if layer == 'gru': self.rnn = nn.GRU(INPUTS, HIDDEN, batch_first=True, bidirectional=True)
        else: self.hidden = nn.Linear(INPUTS, HIDDEN)
        self.classifier = nn.Linear(2 * HIDDEN if layer == 'gru' else HIDDEN, 15)
        self.layer = layer
    def forward(self, inputs):                                  # each [n, levels, conditions * severities]
        seen = torch.cat(inputs, 2)
        hidden = self.rnn(seen)[0] if self.layer == 'gru' else torch.relu(self.hidden(seen))
        mean = torch.zeros(len(seen), LEVELS, 5, 3)
        for condition in range(5):
            own = [x.reshape(len(x), LEVELS, -1, 3)[:, :, c.index(condition)] for x, (_, c) in zip(inputs, GRADED) if condition in c]
            mean[:, :, condition] = torch.stack(own).mean(0)
        logits = mean + self.classifier(hidden).reshape(-1, LEVELS, 5, 3)
        return logits.permute(0, 3, 2, 1).reshape(-1, 3, 25)    # severity, condition, level

out = {'hidden': HIDDEN, 'inputs': {}, 'layers': {}}
torch.manual_seed(0)
inputs = [rounded(torch.log_softmax(torch.randn(STUDIES, LEVELS, len(c), 3) * 2, 3)).reshape(STUDIES, LEVELS, -1) for _, c in GRADED]
labels = torch.randint(0, 3, (STUDIES, 25)); labels[0, 3] = -100; labels[2, 20:] = -100
out['labels'] = labels.tolist()
for (name, _), x in zip(GRADED, inputs): out['inputs'][name] = dict(shape=list(x.shape), data=flat(x))
for layer in ('mlp', 'gru'):
    net = Level2(layer)
    with torch.no_grad():
        for p in net.parameters(): p.copy_(rounded(torch.randn(p.shape) * 0.4))
    output = net(inputs)
    loss = F.cross_entropy(output, labels, weight=torch.tensor([1., 2., 4.]), ignore_index=-100)
    loss.backward()
    out['layers'][layer] = dict(
        weights={n: dict(shape=list(p.shape), data=flat(p)) for n, p in net.named_parameters()},
        output=flat(output), loss=loss.item(), norms={n: p.grad.norm().item() for n, p in net.named_parameters()})
print(json.dumps(out))
