# References for losses: run with Debian's python3-torch (1.13). Prints JSON.
import json, torch, torch.nn.functional as F
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
w = torch.tensor([1., 2., 4.])
def r(x): return [round(v, 4) for v in x.flatten().tolist()]
def grads(loss, logits):
    loss.backward(); return logits.grad.flatten().tolist()
out = {}
# any severe: logits [n, 75] = severity outermost
logits = torch.round(torch.randn(3, 3, 25) * 1.5, decimals=2).requires_grad_()
labels = torch.randint(0, 3, (3, 25)); labels[0, :5] = torch.tensor([0, 1, 0, 1, 0]); labels[1, :5] = torch.tensor([0, 2, 1, 2, 0]); labels[2, :5] = torch.tensor([0, -100, 1, 0, 0]); labels[1, 12] = -100
weight = 2.5
ce = F.cross_entropy(logits, labels, weight=w, ignore_index=-100, reduction='sum')
p = logits.softmax(1)[:, 2, :5]
any_ = 1 - (1 - p).prod(1)
yes = torch.tensor([0., 1., 0.]); wn = torch.tensor([2., 4., 0.])   # the third study is unknown
bce = (F.binary_cross_entropy(any_, yes, reduction='none') * wn).sum()
den = w[labels[labels >= 0]].sum() + weight * wn.sum()
loss = (ce + weight * bce) / den
g = grads(loss, logits)
out['anySevere'] = dict(weight=weight, shape=[3, 75], logits=logits.detach().flatten().tolist(), labels=labels.tolist(), value=loss.item(), gradient=[round(x, 12) for x in g])
# mixup: two samples of 2 places, mixed with share 0.3 / 0.7
logits = torch.round(torch.randn(2, 3, 2) * 1.5, decimals=2).requires_grad_()
a = torch.tensor([[0, 2], [1, -100]]); b = torch.tensor([[1, -100], [0, 2]]); share = 0.3
def s(y): return F.cross_entropy(logits, y, weight=w, ignore_index=-100, reduction='sum')
def d(y): return w[y[y >= 0]].sum()
loss = (share * s(a) + (1 - share) * s(b)) / (share * d(a) + (1 - share) * d(b))
g = grads(loss, logits)
out['mixup'] = dict(share=share, shape=[2, 6], logits=logits.detach().flatten().tolist(), labels=a.tolist(), others=b.tolist(), value=loss.item(), gradient=[round(x, 12) for x in g])
# soft labels: probabilities as targets
logits = torch.round(torch.randn(2, 3, 2) * 1.5, decimals=2).requires_grad_()
y = torch.tensor([[[0.7, 0.1, 0.2], [0., 0., 1.]], [[0.25, 0.25, 0.], [0.1, 0.6, 0.3]]])   # [n, place, class]
loss = F.cross_entropy(logits, y.permute(0, 2, 1), weight=w, reduction='sum') / (y * w).sum()
g = grads(loss, logits)
out['soft'] = dict(shape=[2, 6], logits=logits.detach().flatten().tolist(), labels=y.reshape(4, 3).tolist(), value=loss.item(), gradient=[round(x, 12) for x in g])
print(json.dumps(out))
