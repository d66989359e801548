/** Sets `VK_DRIVER_FILES` of the processes that `work` starts. */
export const withVulkanDriver = async <T>(driver: string, work: () => Promise<T>): Promise<T> => {
  const before = process.env.VK_DRIVER_FILES;
  process.env.VK_DRIVER_FILES = driver;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.VK_DRIVER_FILES;
    else process.env.VK_DRIVER_FILES = before;
  }
};
